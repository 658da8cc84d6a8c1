# The client alone: a line with blanks is no response.
>>>
EHLO client.example.cn
AUTH LOGIN
dXNlcg==
ZmFrZS1zZWNyZXQ=
AUTH CRAM-MD5
MAIL FROM:<a@example.cn> SIZE=1
===
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> end complete
> begin smtp.command tx=1
> text auth Plain "user"
> credential login "user":"fake-secret" auth 95 awaits
> anomaly challenge_login cram-md5
> body "MAIL FROM:<a@example.cn> SIZE=1\r\n"
> end complete

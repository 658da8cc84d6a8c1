# CRAM-MD5, NTLM: no readable secret. Garbage in place of a response is text.
<<<
220 mx.example.cn ESMTP
>>>
EHLO client.example.cn
<<<
250-mx.example.cn
250-PIPELINING
250-AUTH PLAIN LOGIN
250 8BITMIME
>>>
AUTH CRAM-MD5
<<<
334 PDEuMkBteC5leGFtcGxlLmNuPg==
>>>
dXNlckBleGFtcGxlLmNuIDAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm
<<<
235 ok
>>>
AUTH NTLM TlRMTVNTUAABAAAAB4IIAAAA
<<<
334 TlRMTVNTUAACAAAA
>>>
TlRMTVNTUAADAAAA
<<<
535 no
>>>
AUTH PLAIN !!!
MAIL FROM:<a@example.cn>
===
< begin smtp.reply tx=0
< body "220 mx.example.cn ESMTP\r\n250-mx.example.cn\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n334 PDEuMkBteC5leGFtcGxlLmNuPg==\r\n235 ok\r\n334 TlRMTVNTUAACAAAA\r\n535 no\r\n"
> begin smtp.command tx=0
> body "EHLO client.example.cn\r\n"
> transport smtp none upgrade=not_offered
> anomaly challenge_login cram-md5
> text auth Plain "user@example.cn 0123456789abcdef0123456789abcdef"
> outcome tx=1 Accepted
> anomaly challenge_login ntlm
> outcome tx=2 Rejected
> anomaly header_malformed a login's response is not base64
> text auth Plain "!!!"
> body "MAIL FROM:<a@example.cn>\r\n"
> end complete
< end complete

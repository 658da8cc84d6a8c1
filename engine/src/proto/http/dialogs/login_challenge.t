# Digest, NTLM and Negotiate carry no readable secret.
>>>
GET /1 HTTP/1.1
Authorization: Digest username="Mufasa", realm="r", response="6629fae4"

GET /2 HTTP/1.1
Authorization: NTLM TlRMTVNTUAABAAAA

GET /3 HTTP/1.1
Proxy-Authorization: Negotiate YIIB

===
> begin http.request tx=0 GET path=/1
> transport http none
> text path Plain "/1"
> anomaly challenge_login digest
> text header:authorization Plain "username=\"Mufasa\", realm=\"r\", response=\"6629fae4\""
> end complete
> begin http.request tx=1 GET path=/2
> text path Plain "/2"
> anomaly challenge_login ntlm
> end complete
> begin http.request tx=2 GET path=/3
> text path Plain "/3"
> anomaly challenge_login negotiate
> end complete

# Negotiation, a login refused, then one accepted, and what is shown afterwards.
>>>
\xff\xfd\x03\xff\xfb\x18\xff\xfa\x18\0XTERM-256\xff\xf0\
<<<
\xff\xfb\x01CRM console
login: \
>>>
li\r\0\
<<<
li
Password: \
>>>
guess\r\0\
<<<

Login incorrect
login: \
>>>
li\r\0\
<<<
li
Password: \
>>>
s3cret\r\0\
<<<

\x1b[01;34mWelcome\x1b[0m
crm> \
>>>
list\r\0\
<<<
list
13800138000 li@example.cn
crm> \
===
> begin telnet.input tx=0
> text option Plain "XTERM-256"
< begin telnet.output tx=0
< body "CRM console\r\nlogin: li\r\nPassword: \r\nLogin incorrect\r\nlogin: li\r\nPassword: \r\n\u{1b}[01;34mWelcome\u{1b}[0m\r\ncrm> list\r\n13800138000 li@example.cn\r\ncrm> "
> body "li\rguess\r"
> credential prompt "li":"guess"  90 awaits
> end complete
> outcome tx=0 Rejected
> begin telnet.input tx=1
> body "li\rs3cret\r"
> credential prompt "li":"s3cret"  90 awaits
> end complete
> outcome tx=1 Accepted
> begin telnet.input tx=2
> body "list\r"
> end complete
< end complete

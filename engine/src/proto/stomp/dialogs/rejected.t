# A login that is refused; the error has a body.
>>>
STOMP\naccept-version:1.0,1.1\nlogin:crm1\npasscode:wr\\cong:x\n\n\0\
<<<
ERROR\nmessage:Bad CONNECT\ncontent-type:text/plain\n\nAccess refused for user 'crm1'\0\
<<|
===
> begin stomp.connect tx=0
> text header Headers "accept-version: 1.0,1.1\n"
> credential passcode "crm1":"wr:ong:x"  95 awaits
> end complete
> outcome tx=0 Rejected
< begin stomp.error tx=1 db user=crm1 type="text/plain"
< text header Headers "message: Bad CONNECT\n"
< body "Access refused for user \'crm1\'"
< end complete

# Nothing but a shell's prompt tells that the login was accepted; typing errors are corrected.
<<<
\xff\xfb\x01\xff\xfb\x03Username: \
>>>
roox\x08t
<<<
Password:\
>>>
pass\x15word1
<<<

# \
>>>
exit
===
< begin telnet.output tx=0
< body "Username: Password:\r\n# "
> begin telnet.input tx=0
> body "roox\u{8}t\r\npass\u{15}word1\r"
> credential prompt "root":"word1"  90 awaits
> end complete
> begin telnet.input tx=1
> body "\n"
> outcome tx=0 Accepted
> body "exit\r\n"
> end complete
< end complete

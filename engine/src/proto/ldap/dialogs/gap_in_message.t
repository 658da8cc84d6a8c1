# Bytes of a message are missing: its end is known all the same.
>>> hex
304d0201016848040f7569643d312c6f753d70656f706c653035301a0404
><> 10
>>> hex
616e67406578616d706c652e636e301704066d6f62696c65310d040b313338303031333830303030050201024200
===
> begin ldap tx=0
> body "ang@example.cn0\u{17}\u{4}\u{6}mobile1\r\u{4}\u{b}13800138000"
> end complete

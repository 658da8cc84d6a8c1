# Replies that say something else than their requests.
>>> hex
0800abcd00070000676574202f6e6578743f6e3d30303030266f663d63757374
6f6d657273
<<< hex
0000abcd00070000303030302c6c692c31333830303133383030302c6c694065
78616d706c652e636e0a
>>> hex
0800abcd00070001676574202f6e6578743f6e3d30303031266f663d63757374
6f6d657273
<<< hex
0000abcd00070001303030312c6c692c31333830303133383030312c6c694065
78616d706c652e636e0a
>>> hex
0800abcd00070002676574202f6e6578743f6e3d30303032266f663d63757374
6f6d657273
<<< hex
0000abcd00070002303030322c6c692c31333830303133383030322c6c694065
78616d706c652e636e0a
>>> hex
0800abcd00070003676574202f6e6578743f6e3d30303033266f663d63757374
6f6d657273
<<< hex
0000abcd00070003303030332c6c692c31333830303133383030332c6c694065
78616d706c652e636e0a
>>> hex
0800abcd00070004676574202f6e6578743f6e3d30303034266f663d63757374
6f6d657273
<<< hex
0000abcd00070004303030342c6c692c31333830303133383030342c6c694065
78616d706c652e636e0a
===
> begin icmp.echo tx=0
> body "get /next?n=0000&of=customers"
> end complete
< begin icmp.echo tx=1
< body "0000,li,13800138000,li@example.cn\n"
< end complete
> begin icmp.echo tx=2
> body "get /next?n=0001&of=customers"
> end complete
< begin icmp.echo tx=3
< body "0001,li,13800138001,li@example.cn\n"
< end complete
> begin icmp.echo tx=4
> body "get /next?n=0002&of=customers"
> end complete
< begin icmp.echo tx=5
< body "0002,li,13800138002,li@example.cn\n"
< end complete
> begin icmp.echo tx=6
> body "get /next?n=0003&of=customers"
> end complete
< anomaly icmp_tunnel echoes carry data
> transport icmp none tunnel=icmp
< begin icmp.echo tx=7
< body "0003,li,13800138003,li@example.cn\n"
< end complete
> begin icmp.echo tx=8
> body "get /next?n=0004&of=customers"
> end complete
< begin icmp.echo tx=9
< body "0004,li,13800138004,li@example.cn\n"
< end complete

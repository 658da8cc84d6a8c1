# Both sides close within messages.
>>> hex
818a37fa213d07cb130e  # cut
>>|
<<< hex
0103616263  # first fragment
80  # half a header
<<|
===
> transport websocket none
> begin websocket.message tx=0
> body "0123"
> end cut
< begin websocket.message tx=1
< body "abc"
< end cut

# A close has a code and a reason.
>>> hex
889337fa213d3412434452da4d54779f595c5a8a4d5819994f  # close
<<< hex
880203e8  # close
===
> transport websocket none
> stream 1
> begin websocket.close tx=0
> body "\x03\xe8bye li@example.cn"
> end complete
< stream 1
< begin websocket.close tx=1
< body "\x03\xe8"
< end complete

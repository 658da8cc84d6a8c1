# The beginning of the connection is missing: nothing tells where a frame begins.
><> 10
>>>
\xff13800138000 and more of it\
===
> begin kafka.response tx=0 db
> body "\xff13800138000 a"
> end cut

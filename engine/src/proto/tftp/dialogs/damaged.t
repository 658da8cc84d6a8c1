# Packets that are none, or have too much.
>>> hex
0001612e747874006f6374657400
<<< hex
00040001203133383030313338303030
<<< hex
0009203133383030313338303030
<<< hex
00
<<< hex
0003
<<< hex
000300
>>> hex
0001006f6374657400
<<< hex
0006636f6c6f75720072656400
<<< hex
0006626c6b73697a650039393939393939390077696e646f7773697a65003000
<<< hex
0003000178

===
> begin tftp.request tx=0
> text  Plain "a.txt"
> end complete
> announce tftp > :0 tftp.file tx=0 "a.txt"
< begin tftp tx=0
< body " 13800138000"
< end complete
< begin tftp tx=0
< body "\u{0}\t 13800138000"
< end complete
< begin tftp tx=0
< body "\u{0}"
< end complete
< begin tftp tx=0
< body "\u{0}\u{3}"
< end complete
< begin tftp tx=0
< body "\u{0}\u{3}\u{0}"
< end complete
> anomaly header_malformed request
> begin tftp tx=0
> body "\u{0}\u{1}\u{0}octet\u{0}"
> end complete
< anomaly header_malformed options
< begin tftp tx=0
< body "\u{0}\u{6}colour\u{0}red\u{0}"
< end complete
< stream 1
< begin tftp.file tx=0 file="a.txt"
< body "x"
< end complete
< stream 0

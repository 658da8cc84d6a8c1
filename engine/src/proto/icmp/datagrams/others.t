# What cannot be reached is quoted; a packet that is too short; a reply to nothing.
>>> hex
0301000000000000450000382074656c203133383030313338303030
>>> hex
080001
<<< hex
0000abcd00070009787878787878787878787878787878787878787878787878
787878787878
===
> begin icmp tx=0
> body "\u{3}\u{1}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}E\u{0}\u{0}8 tel 13800138000"
> end complete
> begin icmp tx=1
> body "\u{8}\u{0}\u{1}"
> end complete
< begin icmp.echo tx=2
< body "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
< end complete

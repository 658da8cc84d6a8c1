# A server compresses.
<<< hex
fffb56 fffa56 fff0 789c4bceccd5330200070d0203
===
< begin telnet.output tx=0 codings=[Deflate]
< body "x\x9cK\xce\xcc\xd53\x02\x00\x07\r\x02\x03"
< end complete

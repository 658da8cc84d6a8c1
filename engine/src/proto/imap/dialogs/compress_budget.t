# What a compressed literal holds beyond the limit is skipped, and all behind it.
@limit decode_bytes 64
<<<
* OK IMAP4 ready
>>>
a1 COMPRESS DEFLATE
<<< hex
6131204f4b20626567696e0d0a4cc7b90ac2401405d0fec2fd8757aa88cc24994452894b102c52682392628c53285944
2308e2bf0b56af39702662a5d81c565b192dcbf5f154c9c7baec4b148fbecdc52fc2dbb7f726ccea8ed8bfceb7500fb9
34d7e74010666ae3b9317f0c61552d11a94644ac1a13896a42385547a4aa2991a966c498f091943bb9f45d207e000000
ffff
>>> hex
4a3452f0f3f70fe0e502000000ffff
<<< hex
2cc747540e000000e084e2a78332c37b3d23291cc82617a5c878efd792794136177b5f509170b0571cc81e1deccc83bd
e260a5ac8b6473e1f07db72f3ea67b4c72765a7074302210f2e2dcd6f9193d9a7cbe7d68cde4c1ed425eea1d3daf8775
9baed5053a4533355913b5bd466a1dadd1577a572f68a96ed775ba50a76a96a6684feda0511aaa5ff4b5ded38b7a4477
68be2ed23ccdd621da4b3b6a53adabb5fa46efeb253daa3bb54017eb34cdd154edadb1da4cebe957add4077a598fe92e
2dd4253a5dc7689af6d14eda5cebeb377dab0ff58a1ed7ddba5e97ea0ccdd5a1da57e3b48586e977add2475aae27748f
6ed0653a53c7ea30eda79db5a586eb0fadd6c77a554fea5e2dd2e53a4bc769baf6d7786da50df4a7bed3277a4d4fe93e
dda82b74b68ed7e13a4013345a1bea2f7daf4ff5ba9ed6fd5aac2b758e4ed0113a50bb686b0de86ffda0157a43cf6889
6ed2553a5727ea484dd2aeda461be91ffda8cff4a69ed503ba5957eb3c9da4a3749076d3b6da58ffea277daeb7b44c0f
ea96ff8d08fc030000ffff
<<< hex
4a340196fabc5c00000000ffff

===
< begin imap.response tx=0
< body "* OK IMAP4 ready\r\na1 OK begin\r\n"
> begin imap.command tx=0
> body "a1 COMPRESS DEFLATE\r\n"
< end complete
> end complete
< begin imap.response tx=0
< derived "* 1 FETCH (BODY[] {157}\r\n"
< end complete
< begin imap.message tx=1 type="message/rfc822" length=157
< derived "From: a@example.cn\r\nSubject: list\r\n\r\n"
< mail from=a@example.cn subject=list
< derived "0,13800138000\r\n1,1380013800"
< anomaly decode_budget decoding stopped
> begin imap.command tx=0
> derived "a2 NOOP\r\n"
> end complete
< end cut

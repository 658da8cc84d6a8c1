# A value that is markup, one of lines, one of bytes.
>>>
\0\0\0\xd0\0\0\0\x07\0\0\0\x01\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x04docs\0\0\0\x01\0\0\0\0\0\
\0\0\xa3\0\0\0\0\0\0\0\0\0\0\0\x97\0\0\0\0\x02\x01#Eg\0\0\0\0\0\x02\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\
\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x03P\0\0\0\x021B<a><phone>\
13800138000</phone></a>\0F\0\0\0\x0228name,phone\r\n\
Li,13800138000\r\n\
\00\0\0\0\x023"\x08\x01\x12\x0b13800138000\x1a\0\0\
===
> begin kafka.produce tx=0 db table=docs
> derived "<a><phone>13800138000</phone></a>"
> end complete
> begin kafka.produce tx=0 db table=docs
> derived "name,phone\r\nLi,13800138000\r\n"
> end complete
> begin kafka.produce tx=0 db table=docs
> derived "\u{8}\u{1}\u{12}\u{b}13800138000\u{1a}\u{0}"
> end complete
> begin kafka.produce tx=0 db table=docs
> text  Plain "docs"
> end complete

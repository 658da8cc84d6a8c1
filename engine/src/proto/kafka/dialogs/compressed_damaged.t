# A compressed batch that cannot be unpacked; the next is read.
>>>
\0\0\x016\0\0\0\x07\0\0\0\x01\0\x05crm-1\xff\xff\0\x01\0\0u0\0\0\0\x01\0\x03crm\0\0\0\x01\0\0\0\0\0\0\
\x01\n\
\0\0\0\0\0\0\0\0\0\0\0\x8e\0\0\0\0\x02\x01#Eg\0\x04\0\0\0\x02\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\
\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\0\0\0\x03(\xb5/\xfd \x9c\xa5\x02\0\xa4\
\x03j\0\0\0\x081001V{"name": "张三", "mobil138000"}\0b2NLi99f3RWang\n\
\0W1\x026\x82\xcc\xc0\x08\x08nU\x08\x83damaged!!\0\0\0\0\0\0\0\0\0\0\0d\0\0\0\0\x02\x01#Eg\0\0\0\0\0\
\0\0\0\x01\x8b\xcf\xe5h\0\0\0\x01\x8b\xcf\xe5h\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
\xff\0\0\0\x01d\0\0\0\x02xV{"name": "张三", "mobile": "13800138000"}\0\
===
> begin kafka.produce tx=0 db table=crm codings=[Zstd]
> derived "(\xb5/\xfd \x9c\xa5\x02\x00\xa4\x03j\x00\x00\x00\x081001V{\"name\": \"\xe5\xbc\xa0\xe4\xb8\x89\", \"mobil138000\"}\x00b2NLi99f3RWang\n\x00W1\x026\x82\xcc\xc0\x08\x08nU\x08\x83damaged!!"
> end complete
> begin kafka.produce tx=0 db table=crm type="application/json"
> derived "{\"name\": \"张三\", \"mobile\": \"13800138000\"}\n"
> end complete

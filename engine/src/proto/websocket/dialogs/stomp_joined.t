# STOMP over WebSocket, joined in its middle; one message is cut.
>>> hex
81d437fa213d64bf6f793d9e444e43934f5c43934e530dd55048528f441254884c3754954f4952945510438351580d9b514d5b93425c43934e531890
525259f02b4615974e5f5e96441f0dd8100e0fca110c04c2110d07d85c3d  # 
<<< hex
81010a  # a heart-beat
812c4d4553534147450a64657374696e6174696f6e3a2f71756575652f63726d0a0a3133393030313339  # 
===
> transport websocket none
> stream 2
> begin stomp.send tx=0 db table=/queue/crm type="application/json"
> text topic Plain "/queue/crm"
> derived "{\"mobile\":\"13800138000\"}"
> end complete
< stream 2
< begin stomp.message tx=1 db table=/queue/crm
< text topic Plain "/queue/crm"
< derived "13900139"
< end cut

@limit head_bytes 200
>>>
GET /\{300*a}\
===
> anomaly head_too_long head
> lost

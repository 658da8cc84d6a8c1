# More logins than the limit: their replies are not paired.
@limit pipeline_depth 2
>>>
AUTH PLAIN AGEAYg==
AUTH PLAIN AGEAYw==
NOOP
===
> begin smtp.command tx=1
> text auth Plain "a"
> credential plain "a":"b" auth 95 awaits
> end complete
> begin smtp.command tx=2
> text auth Plain "a"
> credential plain "a":"c" auth 95 awaits
> body "NOOP\r\n"
> anomaly pipeline_limit commands without replies
> end complete

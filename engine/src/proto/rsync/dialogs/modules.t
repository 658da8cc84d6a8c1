# Modules are listed, after a message of the day.
<<< hex
405253594e43443a2033322e3020736861353132206d64350a
>>> hex
405253594e43443a2033312e3020736861353132206d64350a
<<< hex
57656c636f6d6520746f206f7572206261636b7570730a0a
>>> hex
236c6973740a
<<< hex
63726d20202020202020202020202009437573746f6d657273206f66204578616d706c650a6c6f677320202020202020
20202020090a
<<< hex
405253594e43443a20455849540a

===
< begin rsync.line tx=0
< text  Plain "Welcome to our backups"
< end complete
> begin rsync.line tx=0
> text  Plain "#list"
> end complete
< begin rsync.line tx=0
< text  Plain "crm            \tCustomers of Example"
< end complete
< begin rsync.line tx=0
< text  Plain "logs           \t"
< end complete

namespace JvmDebug.ThreadDumps.Analysis;

/// <summary>What a stack alone says of its thread, whatever the state.</summary>
internal enum StackRole
{
    /// <summary>Works, or waits in the middle of its work.</summary>
    Works,

    /// <summary>Reads or writes, and somebody waits for what it reads.</summary>
    InIo,

    /// <summary>Waits for a task, a message, a connection.</summary>
    WaitsForWork,

    /// <summary>Sleeps, or waits to be woken, in the thread's own <c>run</c>: no task has it, and what it waits for is not told.</summary>
    Rests,

    /// <summary>A task of an executor's that waits for more to come, as consumers do: the executor has a thread less, yet nothing holds this one up.</summary>
    Consumes,
}

/// <summary>
/// Reads a stack from what the thread waits in to what called that. A wait says nothing of itself: below
/// <c>LinkedBlockingQueue.poll</c> is a worker without work, or a request without a connection of the pool.
/// </summary>
internal static class StackRoles
{
    // Frames below these belong to the framework that called; nobody waits for work deeper than this. TLS adds five to those of a read.
    private const int LooksAt = 20;
    private const int LooksForIo = 8;
    private const int LooksForLender = 4;

    // Waiting for work, as the JDK and the servers of the field do it. None of them calls what an application wrote: of a loop that reads
    // and then hands over to a listener, or of a consumer whose deserializers ask a registry, the read or the wait is named.
    private static readonly string[] ForWork =
    [
        "ThreadPoolExecutor.getTask", "ForkJoinPool.awaitWork", "ForkJoinPool.idleAwaitWork",
        "Reference.waitForReferencePendingList", "ReferenceQueue.remove", "PlatformRecorder.takeNap", "DestroyJavaVM",
        "ProcessHandleImpl.waitForProcessExit0", "UNIXProcess.waitForProcessExit", "com.sun.jndi.ldap.Connection.run",
        // Selectors and acceptors.
        "EPoll.wait", "EPoll.epollWait", "EPollArrayWrapper.epollWait", "KQueue.poll", "KQueueArrayWrapper.kevent0", "WEPoll.wait", "WindowsSelectorImpl$SubSelector.poll0", "PollArrayWrapper.poll0",
        "Native.epollWait", "Native.epollWait0", "Native.keventWait", "Native.ioUringEnter", "Net.accept", "Net.poll", "ServerSocketChannelImpl.accept0", "PlainSocketImpl.socketAccept",
        "NioSocketImpl.accept", "PlainSocketImpl.accept0", "jni.Poll.poll", "jni.Socket.accept", "DatagramChannelImpl.receive0",
        // Servers.
        "idleJobPoll", "ReservedThreadExecutor$ReservedThread.reservedWait", "BlockingArrayQueue.poll", "EnhancedQueueExecutor$PoolThreadNode.park",
        "ExecuteThread.waitForRequest", "ThreadPool.getTask", "BoundedBuffer.waitGet_", "FixedThreadPool$BasicWorker.getTask", "SyncThreadPool$SyncThreadWorker.getTask", "InternalInputBuffer.parseRequestLine",
        // Schedulers and coroutines.
        "HashedWheelTimer$Worker.waitForNextTick", "LightArrayRevolverScheduler.waitNanos", "CoroutineScheduler$Worker.park",
        "CoroutineScheduler$Worker.tryPark", "cats.effect.unsafe.WorkerThread.park", "TaskMailboxImpl.take",
        "BlockingWaitStrategy.waitFor", "TimeoutBlockingWaitStrategy.waitFor", "LiteBlockingWaitStrategy.waitFor", "SleepingWaitStrategy.waitFor",
        // Consumers of messages.
        "FetchBuffer.awaitNotEmpty", "FetchBuffer.awaitWakeup", "BlockingQueueConsumer.nextMessage", "ActiveMQMessageConsumer.dequeue",
        "ClientConsumerImpl.receive", "SocketFrameHandler.readFrame", "TcpTransport.readCommand", "Http2Connection$ReaderRunnable.run", "WebSocketReader.readHeader", "Connection.getUnflushedObject",
    ];

    // These wait for work and call it, too. ForkJoinPool does up to JDK 7, and so do Scala's and Akka's copies of that.
    private static readonly string[] Loops = ["ForkJoinPool.scan", "SimpleThreadPool$WorkerThread.run", "TimerThread.mainLoop", "Reference.tryHandlePending"];

    private static readonly string[] Io =
    [
        "socketRead0", "SocketDispatcher.read0", "SocketDispatcher.write0", "SocketDispatcher.readv0", "SocketDispatcher.writev0", "FileDispatcherImpl.read0", "FileDispatcherImpl.write0",
        "UnixFileDispatcherImpl.read0", "UnixFileDispatcherImpl.write0",
        "FileInputStream.readBytes", "FileInputStream.read0", "FileOutputStream.writeBytes", "NioSocketImpl.park", "SocketChannelImpl.blockingRead", "SocketChannelImpl.blockingConnect", "SocketInputStream.read",
        "Net.connect0", "socketConnect", "socketWrite0", "Inet6AddressImpl.lookupAllHostAddr", "Inet4AddressImpl.lookupAllHostAddr",
    ];

    // Below these an executor's thread has a task.
    private static readonly string[] Tasks =
    [
        "ThreadPoolExecutor.runWorker", "ForkJoinTask.doExec", "EnhancedQueueExecutor.safeRun", "EnhancedQueueExecutor$ThreadBody.doRunTask", "QueuedThreadPool.runJob",
        "QueuedThreadPool$Runner.doRunJob", "ExecuteThread.execute", "JobRunShell.run", "AbstractEventExecutor.runTask", "AbstractEventExecutor.safeExecute",
        "AbstractChannelHandlerContext.invokeChannelRead", "CoroutineScheduler.runSafely", "TCPTransport.handleMessages",
        "AbstractThreadPool$Worker.doWork",
    ];

    // Pools of connections and the like hand out over a queue, too, and so do clients give answers. Who waits there has work.
    private static readonly string[] Lenders =
    [
        "borrow", "getConnection", "getPooled", "getPoolEntry", "acquire", "lease", "checkout", "checkOut", "waitAndDrain", "call", "invoke", "send", "request", "exchange",
    ];

    // Their own names say nothing: get and poll are anybody's.
    private static readonly string[] Answers = ["ExecutorCompletionService", "com.sun.jndi.ldap.LdapRequest.getReplyBer"];

    private static readonly string[] Takes = ["take", "poll"];

    private static readonly string[] Waits = ["Object.wait", "Object.wait0", "LockSupport.park", "LockSupport.parkNanos", "LockSupport.parkUntil", "Unsafe.park"];

    private static readonly string[] Sleeps = ["sleep"];

    private static readonly string[] AsksForMore = ["take", "poll", "next", "dequeue", "idle", "park", "await", "waitFor", "getTask", "getWork", "receive"];

    // What awaits something from a queue is as likely to await an answer.
    private static readonly string[] Consumers = ["take", "poll", "next", "dequeue", "getTask", "getWork", "receive", "loop", "consume", "drain", "listen"];

    public static StackRole Of(IReadOnlyList<string> frames)
    {
        var top = frames.Take(LooksAt).ToList();
        // A connection of RMI between two calls, or within one.
        if (Has(top, "TCPTransport.handleMessages") && !Has(top, "Transport.serviceCall"))
        {
            return StackRole.WaitsForWork;
        }

        if (Has(top.Take(LooksForIo), Io) && !Has(top, ForWork.Except(["Net.poll"])))
        {
            return StackRole.InIo;
        }

        return Has(top, ForWork) || WaitsInItself(frames) ? StackRole.WaitsForWork : OfWait(frames);
    }

    private static StackRole OfWait(IReadOnlyList<string> frames)
    {
        var at = 0;
        while (at < frames.Count && (StackTrace.IsPlumbing(frames[at]) || IsSleep(frames[at])))
        {
            at++;
        }

        if (at == 0 || at == frames.Count)
        {
            return StackRole.Works;
        }

        var (wait, isTaken) = (at - 1, false);
        for (; at < frames.Count && IsQueue(frames[at]); at++)
        {
            isTaken |= Begins(frames[at], Takes);
        }

        var task = Enumerable.Range(at, frames.Count - at).FirstOrDefault(i => Tasks.Any(method => StackTrace.IsOf(frames[i], method)), -1);
        // The last of the application's is the body of the thread or of the task: run, call, a lambda.
        var between = frames.Take(task < 0 ? frames.Count : task).Skip(at).Where(frame => !StackFrame.IsOfJdk(frame) && !StackFrame.IsWrapper(frame)).SkipLast(1)
            .Where(frame => StackFrame.Method(frame) is not ("run" or "call"))
            .ToList();
        if (isTaken)
        {
            var isLent = at < frames.Count && Answers.Any(method => StackTrace.IsOf(frames[at], method)) || between.Take(LooksForLender).Any(frame => Begins(frame, Lenders));
            return isLent ? StackRole.Works
                : task < 0 ? StackRole.WaitsForWork
                : between.Count == 0 || between.Count == 1 && Begins(between[0], Consumers) ? StackRole.Consumes : StackRole.Works;
        }

        if (task >= 0 || at > wait + 1 || !IsOpen(frames[wait], frames[at]))
        {
            return StackRole.Works;
        }

        return between.Count == 0 || between.Count == 1 && !IsSleep(frames[wait]) && Begins(between[0], AsksForMore) ? StackRole.Rests : StackRole.Works;
    }

    // Who parks for a lock, a result or a permit waits in the middle of something; a sleep and a wait for a signal may be a loop's.
    private static bool IsOpen(string wait, string caller) =>
        StackTrace.IsOf(caller, "CountDownLatch.await")
        || (!StackFrame.IsOfJdk(caller) || StackFrame.Method(caller) == "run")
            && (IsSleep(wait) || Waits.Any(method => StackTrace.IsOf(wait, method)) || StackFrame.Class(wait).EndsWith("ConditionObject", StringComparison.Ordinal));

    private static bool WaitsInItself(IReadOnlyList<string> frames) =>
        frames.FirstOrDefault(frame => !StackTrace.IsPlumbing(frame)) is { } first && Loops.Any(method => StackTrace.IsOf(first, method));

    // sleep, below it sleep0, and since JDK 23 sleepNanos and sleepNanos0.
    private static bool IsSleep(string frame) => StackFrame.Class(frame) is "java.lang.Thread" && Begins(frame, Sleeps) || StackTrace.IsOf(frame, "TimeUnit.sleep");

    private static bool IsQueue(string frame)
    {
        var name = StackFrame.Class(frame);
        foreach (var range in name.Split('$'))
        {
            var part = name[range];
            if (part.EndsWith("Queue", StringComparison.Ordinal) || part.EndsWith("Deque", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Begins(string frame, string[] words) => StackFrame.Method(frame) is var method && words.Any(word => method.StartsWith(word, StringComparison.Ordinal));

    private static bool Has(IEnumerable<string> frames, string method) => frames.Any(frame => StackTrace.IsOf(frame, method));

    private static bool Has(IEnumerable<string> frames, IEnumerable<string> methods) => frames.Any(frame => methods.Any(method => StackTrace.IsOf(frame, method)));
}

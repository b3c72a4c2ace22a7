using System.Text;
using JvmDebug.ThreadDumps.Analysis;
using Xunit;

namespace JvmDebug.ThreadDumps.Tests;

/// <summary>Pools as frameworks make them. Each shape is spelt as JDK 8, 17 and 21 print it and as JDK 25 and 21 dump it to a file.</summary>
public sealed partial class AnalysisTests
{
    private const string Park = "jdk.internal.misc.Unsafe.park java.util.concurrent.locks.LockSupport.park ";
    private const string ParkNanos = "jdk.internal.misc.Unsafe.park java.util.concurrent.locks.LockSupport.parkNanos ";
    private const string Await = Park + "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionNode.block java.util.concurrent.ForkJoinPool.unmanagedBlock java.util.concurrent.ForkJoinPool.managedBlock java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject.await ";
    private const string Wait = "java.lang.Object.wait0 java.lang.Object.wait ";
    private const string Sleep = "java.lang.Thread.sleep0 java.lang.Thread.sleep ";
    private const string Take = Await + "java.util.concurrent.LinkedBlockingQueue.take ";
    private const string Poll = ParkNanos + "java.util.concurrent.SynchronousQueue$TransferStack.awaitFulfill java.util.concurrent.SynchronousQueue$TransferStack.transfer java.util.concurrent.SynchronousQueue.poll ";
    private const string EPoll = "sun.nio.ch.EPoll.wait sun.nio.ch.EPollSelectorImpl.doSelect sun.nio.ch.SelectorImpl.lockAndDoSelect sun.nio.ch.SelectorImpl.select ";
    private const string Socket = "sun.nio.ch.SocketDispatcher.read0 sun.nio.ch.SocketDispatcher.read sun.nio.ch.NioSocketImpl.tryRead sun.nio.ch.NioSocketImpl.implRead sun.nio.ch.NioSocketImpl.read java.net.Socket$SocketInputStream.read ";
    private const string Thread = "java.lang.Thread.runWith java.lang.Thread.run";
    private const string Executor = "java.util.concurrent.ThreadPoolExecutor.runWorker java.util.concurrent.ThreadPoolExecutor$Worker.run " + Thread;
    private const string Submitted = "java.util.concurrent.Executors$RunnableAdapter.call java.util.concurrent.FutureTask.run " + Executor;
    private const string Tls = "sun.security.ssl.SSLSocketInputRecord.read sun.security.ssl.SSLSocketInputRecord.readHeader sun.security.ssl.SSLSocketInputRecord.bytesInCompletePacket sun.security.ssl.SSLSocketImpl.readApplicationRecord sun.security.ssl.SSLSocketImpl$AppInputStream.read ";
    private const string Borrow = Await + "org.apache.commons.pool2.impl.LinkedBlockingDeque.takeFirst org.apache.commons.pool2.impl.GenericObjectPool.borrowObject ";
    private const string RedisRead = "redis.clients.jedis.util.RedisInputStream.ensureFill redis.clients.jedis.util.RedisInputStream.readByte redis.clients.jedis.Protocol.process redis.clients.jedis.Protocol.read redis.clients.jedis.Connection.readProtocolWithCheckingBroken redis.clients.jedis.Connection.getUnflushedObject ";
    private const string RedisLoop = "redis.clients.jedis.JedisPubSubBase.process redis.clients.jedis.JedisPubSubBase.proceed redis.clients.jedis.Jedis.subscribe shop.Sub.run " + Thread;
    private const string WebSocketLoop = "okhttp3.internal.ws.RealWebSocket.loopReader okhttp3.internal.ws.RealWebSocket$connect$1.onResponse okhttp3.internal.connection.RealCall$AsyncCall.run " + Executor;
    private const string RabbitLoop = "com.rabbitmq.client.impl.AMQConnection$MainLoop.run " + Thread;
    private const string ActiveMqLoop = "org.apache.activemq.transport.tcp.TcpTransport.doRun org.apache.activemq.transport.tcp.TcpTransport.run " + Thread;
    private const string Request = "shop.Orders.find shop.OrderResource.get javax.servlet.http.HttpServlet.service org.apache.tomcat.util.net.SocketProcessorBase.run org.apache.tomcat.util.threads.ThreadPoolExecutor.runWorker org.apache.tomcat.util.threads.ThreadPoolExecutor$Worker.run org.apache.tomcat.util.threads.TaskThread$WrappingRunnable.run " + Thread;

    public enum Spelling
    {
        Jdk8,
        Jdk17,
        Jdk21,
        Jdk25File,
        Jdk21File,
    }

    public static TheoryData<Spelling, string, string> IdlePools { get; } = Shapes(
        ("executor-thread", ParkNanos + "org.jboss.threads.EnhancedQueueExecutor$PoolThreadNode.park org.jboss.threads.EnhancedQueueExecutor$ThreadBody.run " + Thread),
        ("default task", Park + "org.jboss.threads.EnhancedQueueExecutor$PoolThreadNode.park org.jboss.threads.EnhancedQueueExecutor$ThreadBody.run " + Thread + " org.jboss.threads.JBossThread.run"),
        ("quartz_Worker", Wait + "org.quartz.simpl.SimpleThreadPool$WorkerThread.run"),
        ("[ACTIVE] ExecuteThread", Wait + "weblogic.work.ExecuteThread.waitForRequest weblogic.work.ExecuteThread.run"),
        ("consumer", Take + "shop.Consumer.run " + Thread),
        ("consumer of a lambda", Take + "shop.Main.lambda$main$0 shop.Main$$Lambda/0x00007fed00003000.run " + Thread),
        ("consumer deep down", Take + "shop.Consumer.next shop.Consumer.step shop.Loop.around shop.Consumer.run " + Thread),
        ("its own queue", Wait + "shop.JobQueue.take shop.Worker.run"),
        ("deque", Await + "java.util.concurrent.LinkedBlockingDeque.takeFirst java.util.concurrent.LinkedBlockingDeque.take shop.Consumer.run " + Thread),
        ("transfer", Park + "java.util.concurrent.LinkedTransferQueue$DualNode.await java.util.concurrent.LinkedTransferQueue.xfer java.util.concurrent.LinkedTransferQueue.take shop.Consumer.run " + Thread),
        ("priority", Await + "java.util.concurrent.PriorityBlockingQueue.take shop.Consumer.run " + Thread),
        ("delays", Await + "java.util.concurrent.DelayQueue.take shop.Consumer.run " + Thread),
        ("pool-1-thread", Take + "java.util.concurrent.ThreadPoolExecutor.getTask " + Executor),
        ("scheduling", Await + "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue.take java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue.take java.util.concurrent.ThreadPoolExecutor.getTask " + Executor),
        ("HikariPool-1 housekeeper", Await + "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue.take java.util.concurrent.ThreadPoolExecutor.getTask " + Executor),
        ("http-nio-8080-exec", Take + "org.apache.tomcat.util.threads.TaskQueue.take org.apache.tomcat.util.threads.TaskQueue.take org.apache.tomcat.util.threads.ThreadPoolExecutor.getTask org.apache.tomcat.util.threads.ThreadPoolExecutor.runWorker org.apache.tomcat.util.threads.ThreadPoolExecutor$Worker.run " + Thread),
        ("qtp", Await + "org.eclipse.jetty.util.BlockingArrayQueue.poll org.eclipse.jetty.util.thread.QueuedThreadPool$Runner.idleJobPoll org.eclipse.jetty.util.thread.QueuedThreadPool$Runner.run " + Thread),
        ("qtp reserved", Await + "org.eclipse.jetty.util.thread.ReservedThreadExecutor$ReservedThread.reservedWait org.eclipse.jetty.util.thread.ReservedThreadExecutor$ReservedThread.run org.eclipse.jetty.util.thread.QueuedThreadPool.runJob org.eclipse.jetty.util.thread.QueuedThreadPool$Runner.doRunJob org.eclipse.jetty.util.thread.QueuedThreadPool$Runner.run " + Thread),
        ("ForkJoinPool.commonPool-worker", Park + "java.util.concurrent.ForkJoinPool.awaitWork java.util.concurrent.ForkJoinPool.runWorker java.util.concurrent.ForkJoinWorkerThread.run"),
        ("akka.actor.default-dispatcher", Park + "akka.dispatch.forkjoin.ForkJoinPool.scan akka.dispatch.forkjoin.ForkJoinPool.runWorker akka.dispatch.forkjoin.ForkJoinWorkerThread.run"),
        ("pekko.actor.default-dispatcher", Park + "java.util.concurrent.ForkJoinPool.awaitWork java.util.concurrent.ForkJoinPool.runWorker java.util.concurrent.ForkJoinWorkerThread.run"),
        ("vert.x-eventloop-thread", "io.netty.channel.epoll.Native.epollWait io.netty.channel.epoll.EpollEventLoop.epollWait io.netty.channel.epoll.EpollEventLoop.run io.netty.util.concurrent.FastThreadLocalRunnable.run " + Thread),
        ("kqueue", "io.netty.channel.kqueue.Native.keventWait io.netty.channel.kqueue.KQueueEventLoop.run io.netty.util.concurrent.FastThreadLocalRunnable.run " + Thread),
        ("grpc-default-worker-ELG", EPoll + "io.netty.channel.nio.NioEventLoop.select io.netty.channel.nio.NioEventLoop.run io.netty.util.concurrent.FastThreadLocalRunnable.run " + Thread),
        ("XNIO-1 I/O", EPoll + "org.xnio.nio.WorkerThread.run"),
        ("defaultEventExecutorGroup", Take + "io.netty.util.concurrent.SingleThreadEventExecutor.takeTask io.netty.util.concurrent.DefaultEventExecutor.run io.netty.util.concurrent.SingleThreadEventExecutor$4.run io.netty.util.internal.ThreadExecutorMap$2.run io.netty.util.concurrent.FastThreadLocalRunnable.run " + Thread),
        ("HttpClient-1-SelectorManager", EPoll + "jdk.internal.net.http.HttpClientImpl$SelectorManager.run"),
        ("HTTP-Dispatcher", EPoll + "sun.net.httpserver.ServerImpl$Dispatcher.run " + Thread),
        ("kafka consumer", EPoll + "org.apache.kafka.common.network.Selector.select org.apache.kafka.common.network.Selector.poll org.apache.kafka.clients.NetworkClient.poll org.apache.kafka.clients.consumer.KafkaConsumer.poll shop.Listener.run " + Submitted),
        ("kafka 4 consumer", Await + "org.apache.kafka.clients.consumer.internals.FetchBuffer.awaitNotEmpty org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer.pollForFetches org.apache.kafka.clients.consumer.KafkaConsumer.poll shop.Listener.poll shop.Listener.run " + Submitted),
        ("rabbit", ParkNanos + "java.util.concurrent.LinkedBlockingQueue.poll org.springframework.amqp.rabbit.listener.BlockingQueueConsumer.nextMessage org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer.doReceiveAndExecute org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer$AsyncMessageProcessingConsumer.run " + Executor),
        ("RMI TCP Connection", Socket + "java.io.BufferedInputStream.fill java.io.BufferedInputStream.read java.io.FilterInputStream.read sun.rmi.transport.tcp.TCPTransport.handleMessages sun.rmi.transport.tcp.TCPTransport$ConnectionHandler.run0 sun.rmi.transport.tcp.TCPTransport$ConnectionHandler.run " + Executor),
        ("acceptor", "sun.nio.ch.Net.poll sun.nio.ch.NioSocketImpl.park sun.nio.ch.NioSocketImpl.timedAccept sun.nio.ch.NioSocketImpl.accept java.net.ServerSocket.implAccept java.net.ServerSocket.accept shop.Server.run " + Thread),
        ("DefaultDispatcher-worker", ParkNanos + "kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.park kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.tryPark kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.runWorker kotlinx.coroutines.scheduling.CoroutineScheduler$Worker.run"),
        ("redis-sub", Socket + RedisRead + RedisLoop),
        ("redis-sub over TLS", Socket + Tls + RedisRead + RedisLoop),
        ("OkHttp WebSocket", Socket + Tls + "okio.InputStreamSource.read okio.AsyncTimeout$source$1.read okio.RealBufferedSource.request okio.RealBufferedSource.require okio.RealBufferedSource.readByte okhttp3.internal.ws.WebSocketReader.readHeader okhttp3.internal.ws.WebSocketReader.processNextFrame " + WebSocketLoop),
        ("AMQP Connection", Socket + "java.io.BufferedInputStream.fill java.io.BufferedInputStream.read java.io.DataInputStream.readUnsignedByte com.rabbitmq.client.impl.Frame.readFrom com.rabbitmq.client.impl.SocketFrameHandler.readFrame " + RabbitLoop),
        ("ActiveMQ Transport", Socket + "org.apache.activemq.transport.tcp.TcpBufferedInputStream.fill org.apache.activemq.transport.tcp.TcpBufferedInputStream.read java.io.DataInputStream.readInt org.apache.activemq.openwire.OpenWireFormat.unmarshal org.apache.activemq.transport.tcp.TcpTransport.readCommand " + ActiveMqLoop),
        ("Timer", Wait + "java.util.TimerThread.mainLoop java.util.TimerThread.run"),
        ("grizzly-http-server", Park + "java.util.concurrent.LinkedTransferQueue.take org.glassfish.grizzly.threadpool.FixedThreadPool$BasicWorker.getTask org.glassfish.grizzly.threadpool.AbstractThreadPool$Worker.doWork org.glassfish.grizzly.threadpool.AbstractThreadPool$Worker.run " + Thread),
        ("grizzly kernel", Wait + "org.glassfish.grizzly.threadpool.SyncThreadPool$SyncThreadWorker.getTask org.glassfish.grizzly.threadpool.AbstractThreadPool$Worker.doWork org.glassfish.grizzly.threadpool.AbstractThreadPool$Worker.run " + Thread),
        ("Log4j2 AsyncLogger", Await + "com.lmax.disruptor.TimeoutBlockingWaitStrategy.waitFor com.lmax.disruptor.ProcessingSequenceBarrier.waitFor com.lmax.disruptor.BatchEventProcessor.run " + Thread));

    /// <summary>What they wait for is not told, but nothing holds them up.</summary>
    public static TheoryData<Spelling, string, string> RestingThreads { get; } = Shapes(
        ("w", Sleep + "demo.Many.lambda$main$0 " + Thread),
        ("consumer in an executor", Take + "shop.Consumer.loop shop.Consumer.run " + Submitted),
        ("consumer that is an executor's task", Take + "shop.Consumer.run " + Submitted),
        ("w of JDK 23", "java.lang.Thread.sleepNanos0 java.lang.Thread.sleepNanos java.lang.Thread.sleep demo.Many.lambda$main$0 " + Thread),
        ("sleeper", Sleep + "shop.Poller.run " + Thread),
        ("unit", Sleep + "java.util.concurrent.TimeUnit.sleep shop.Poller.run " + Thread),
        ("JMX server connection timeout", Wait + "com.sun.jmx.remote.internal.ServerCommunicatorAdmin$Timeout.run " + Thread),
        ("notified", Wait + "shop.Mailbox.next shop.Worker.run"),
        ("condition", Await + "shop.Worker.run " + Thread),
        ("parked", Park + "org.apache.cassandra.concurrent.SEPWorker.run io.netty.util.concurrent.FastThreadLocalRunnable.run " + Thread),
        ("latch", Park + "java.util.concurrent.locks.AbstractQueuedSynchronizer.acquire java.util.concurrent.locks.AbstractQueuedSynchronizer.acquireSharedInterruptibly java.util.concurrent.CountDownLatch.await shop.Main.lambda$main$0 " + Thread));

    public static TheoryData<Spelling, string, string> ExhaustedPools { get; } = Shapes(
        ("jdbc", Socket + "org.postgresql.core.VisibleBufferedInputStream.readMore org.postgresql.core.PGStream.receiveChar org.postgresql.core.v3.QueryExecutorImpl.execute " + Request),
        ("jdbc with a timeout", "sun.nio.ch.Net.poll sun.nio.ch.NioSocketImpl.park sun.nio.ch.NioSocketImpl.timedRead sun.nio.ch.NioSocketImpl.implRead java.net.Socket$SocketInputStream.read org.postgresql.core.PGStream.receiveChar " + Request),
        ("channel", "sun.nio.ch.Net.poll sun.nio.ch.SocketChannelImpl.park sun.nio.ch.SocketChannelImpl.blockingRead sun.nio.ch.SocketInputStream.read com.mongodb.internal.connection.SocketStream.read " + Request),
        ("send", Park + "java.util.concurrent.CompletableFuture$Signaller.block java.util.concurrent.CompletableFuture.waitingGet java.util.concurrent.CompletableFuture.get jdk.internal.net.http.HttpClientImpl.send jdk.internal.net.http.HttpClientFacade.send " + Request),
        ("future", Park + "java.util.concurrent.FutureTask.awaitDone java.util.concurrent.FutureTask.get " + Request),
        ("future of a thread's own", Park + "java.util.concurrent.FutureTask.awaitDone java.util.concurrent.FutureTask.get shop.Worker.run " + Thread),
        ("hikari", Poll + "com.zaxxer.hikari.util.ConcurrentBag.borrow com.zaxxer.hikari.pool.HikariPool.getConnection com.zaxxer.hikari.HikariDataSource.getConnection " + Request),
        ("hikari of a thread's own", Poll + "com.zaxxer.hikari.util.ConcurrentBag.borrow com.zaxxer.hikari.pool.HikariPool.getConnection com.zaxxer.hikari.HikariDataSource.getConnection shop.Worker.run " + Thread),
        ("dbcp", Await + "org.apache.commons.pool2.impl.LinkedBlockingDeque.takeFirst org.apache.commons.pool2.impl.GenericObjectPool.borrowObject " + Request),
        ("grpc", Take + "io.grpc.stub.ClientCalls$ThreadlessExecutor.waitAndDrain io.grpc.stub.ClientCalls.blockingUnaryCall shop.Client.ask shop.Worker.run " + Thread),
        ("completions", Take + "java.util.concurrent.ExecutorCompletionService.take shop.Worker.run " + Thread),
        ("httpclient", Await + "org.apache.http.pool.AbstractConnPool.getPoolEntryBlocking org.apache.http.impl.conn.PoolingHttpClientConnectionManager.leaseConnection " + Request),
        ("latch in a request", Park + "java.util.concurrent.locks.AbstractQueuedSynchronizer.acquire java.util.concurrent.CountDownLatch.await reactor.core.publisher.BlockingSingleSubscriber.blockingGet " + Request),
        ("semaphore", Park + "java.util.concurrent.locks.AbstractQueuedSynchronizer.acquire java.util.concurrent.Semaphore.acquire shop.Worker.run " + Thread),
        ("retries", Sleep + "shop.Backoff.pause " + Request),
        ("sleeping task", Sleep + "shop.Main.lambda$main$0 " + Submitted),
        ("monitor in a request", Wait + "com.mchange.v2.resourcepool.BasicResourcePool.awaitAvailable " + Request),
        ("full queue", Await + "java.util.concurrent.ArrayBlockingQueue.put shop.Producer.run " + Thread),
        ("quarkus at work", Park + "java.util.concurrent.CompletableFuture.get shop.Orders.find org.jboss.threads.ContextHandler$1.runWith org.jboss.threads.EnhancedQueueExecutor$Task.doRunWith org.jboss.threads.EnhancedQueueExecutor$ThreadBody.doRunTask org.jboss.threads.EnhancedQueueExecutor$ThreadBody.run " + Thread),
        ("quartz at work", Sleep + "shop.Nightly.execute org.quartz.core.JobRunShell.run org.quartz.simpl.SimpleThreadPool$WorkerThread.run"),
        ("fork join at work", Park + "java.util.concurrent.CompletableFuture.join shop.Sum.compute java.util.concurrent.RecursiveTask.exec java.util.concurrent.ForkJoinTask.doExec java.util.concurrent.ForkJoinPool$WorkQueue.topLevelExec java.util.concurrent.ForkJoinPool.scan java.util.concurrent.ForkJoinPool.runWorker java.util.concurrent.ForkJoinWorkerThread.run"),
        ("redis listener without a connection", Borrow + "redis.clients.jedis.util.Pool.getResource shop.Listener.onMessage " + RedisLoop),
        ("redis listener that asks", Socket + "shop.Client.ask shop.Listener.onMessage " + RedisLoop),
        ("web socket listener without a connection", Borrow + "shop.Listener.onMessage okhttp3.internal.ws.RealWebSocket.onReadMessage okhttp3.internal.ws.WebSocketReader.readMessageFrame okhttp3.internal.ws.WebSocketReader.processNextFrame " + WebSocketLoop),
        ("web socket listener that asks", Socket + "shop.Client.ask shop.Listener.onMessage okhttp3.internal.ws.RealWebSocket.onReadMessage okhttp3.internal.ws.WebSocketReader.readMessageFrame okhttp3.internal.ws.WebSocketReader.processNextFrame " + WebSocketLoop),
        ("confirm listener", Borrow + "shop.Confirms.handleAck com.rabbitmq.client.impl.ChannelN.callConfirmListeners com.rabbitmq.client.impl.ChannelN.processAsync com.rabbitmq.client.impl.AMQChannel.handleCompleteInboundCommand com.rabbitmq.client.impl.AMQChannel.handleFrame com.rabbitmq.client.impl.AMQConnection.readFrame " + RabbitLoop),
        ("JMS listener on its transport", Socket + "shop.Client.ask shop.Listener.onMessage org.apache.activemq.ActiveMQMessageConsumer.dispatch org.apache.activemq.ActiveMQSession.dispatch org.apache.activemq.ActiveMQConnection.onCommand org.apache.activemq.transport.TransportSupport.doConsume " + ActiveMqLoop),
        ("deserializer that asks", Socket + "shop.Registry.schema shop.AvroDeserializer.deserialize org.apache.kafka.clients.consumer.internals.CompletedFetch.parseRecord org.apache.kafka.clients.consumer.internals.FetchCollector.collectFetch org.apache.kafka.clients.consumer.internals.AsyncKafkaConsumer.pollForFetches org.apache.kafka.clients.consumer.KafkaConsumer.poll shop.Listener.run " + Submitted),
        ("timer task", Socket + "shop.Client.ask shop.Refresh.run java.util.TimerThread.mainLoop java.util.TimerThread.run"),
        ("connect with a timeout", "sun.nio.ch.Net.poll sun.nio.ch.SelChImpl.park sun.nio.ch.SocketChannelImpl.finishTimedConnect sun.nio.ch.SocketChannelImpl.blockingConnect sun.nio.ch.SocketAdaptor.connect " + Request),
        ("resource of one's own", Take + "shop.Pool.get shop.Job.run " + Submitted),
        ("reply over a queue", Take + "shop.Client.awaitReply shop.Job.run " + Submitted),
        ("grizzly at work", Take + "shop.Pool.get shop.OrderResource.find org.glassfish.grizzly.http.server.HttpHandler.doHandle org.glassfish.grizzly.threadpool.AbstractThreadPool$Worker.doWork org.glassfish.grizzly.threadpool.AbstractThreadPool$Worker.run " + Thread),
        ("ldap", ParkNanos + "java.util.concurrent.LinkedBlockingQueue.poll com.sun.jndi.ldap.LdapRequest.getReplyBer com.sun.jndi.ldap.Connection.readReply com.sun.jndi.ldap.LdapClient.getSearchReply " + Request),
        ("ldap of a thread's own", ParkNanos + "java.util.concurrent.LinkedBlockingQueue.poll com.sun.jndi.ldap.LdapRequest.getReplyBer com.sun.jndi.ldap.Connection.readReply com.sun.jndi.ldap.LdapClient.getSearchReply shop.Sync.run " + Thread),
        ("RMI call", Socket + "shop.Orders.find java.rmi.server.RemoteObject.call sun.rmi.transport.Transport$1.run sun.rmi.transport.Transport.serviceCall sun.rmi.transport.tcp.TCPTransport.handleMessages sun.rmi.transport.tcp.TCPTransport$ConnectionHandler.run " + Executor));

    [Theory]
    [MemberData(nameof(IdlePools))]
    public void A_pool_that_waits_for_work_is_idle_and_nothing_to_tell(Spelling spelling, string name, string frames)
    {
        var analysis = DumpAnalysis.Of(TestDump.Of(Crew(spelling, name, frames)).Dumps);

        Assert.Empty(analysis.Findings);
        var pool = Assert.Single(analysis.Jvms[0].Pools);
        Assert.Equal((8, 8, null), (pool.Size, pool.Idle, pool.Top));
    }

    [Theory]
    [MemberData(nameof(RestingThreads))]
    public void Threads_that_sleep_or_wait_in_their_own_run_and_consumers_are_no_exhausted_pool(Spelling spelling, string name, string frames)
    {
        var analysis = DumpAnalysis.Of(TestDump.Of(Crew(spelling, name, frames)).Dumps);

        Assert.Empty(analysis.Findings);
        Assert.Equal(8, Assert.Single(analysis.Jvms[0].Pools).Waiting);
    }

    [Theory]
    [MemberData(nameof(ExhaustedPools))]
    public void A_pool_whose_threads_all_wait_in_the_middle_of_their_tasks_is_exhausted(Spelling spelling, string name, string frames)
    {
        var finding = Assert.Single(DumpAnalysis.Of(TestDump.Of(Crew(spelling, name, frames)).Dumps).Findings);

        Assert.Equal(FindingKind.ExhaustedPool, finding.Kind);
        Assert.Contains($"All 8 threads of {name}-# are taken, 8 of them at ", finding.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Object.wait", finding.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(".park", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Spelling.Jdk8)]
    [InlineData(Spelling.Jdk17)]
    [InlineData(Spelling.Jdk21)]
    [InlineData(Spelling.Jdk25File)]
    public void What_waits_is_told_by_who_called_Object_wait(Spelling spelling) =>
        Assert.StartsWith(
            "org.quartz.simpl.SimpleThreadPool$WorkerThread.run",
            TestDump.Of(Crew(spelling, "quartz_Worker", Wait + "org.quartz.simpl.SimpleThreadPool$WorkerThread.run")).Dumps[0].Threads[0].Stack.Telling,
            StringComparison.Ordinal);

    [Fact]
    public void One_thread_between_two_tasks_is_enough_for_a_pool_that_is_not_exhausted()
    {
        var busy = Crew(Spelling.Jdk21, "quartz_Worker", Sleep + "shop.Nightly.execute org.quartz.core.JobRunShell.run org.quartz.simpl.SimpleThreadPool$WorkerThread.run");
        var text = busy.Replace("JNI global", Member(Spelling.Jdk21, "quartz_Worker", 9, Wait + "org.quartz.simpl.SimpleThreadPool$WorkerThread.run") + "JNI global", StringComparison.Ordinal);

        var analysis = DumpAnalysis.Of(TestDump.Of(text).Dumps);

        Assert.Empty(analysis.Findings);
        Assert.Equal((9, 1), (analysis.Jvms[0].Pools[0].Size, analysis.Jvms[0].Pools[0].Idle));
    }

    private static TheoryData<Spelling, string, string> Shapes(params (string Name, string Frames)[] shapes)
    {
        var rows = new TheoryData<Spelling, string, string>();
        foreach (var spelling in Enum.GetValues<Spelling>())
        {
            foreach (var (name, frames) in shapes)
            {
                rows.Add(spelling, name, frames);
            }
        }

        return rows;
    }

    private static string Crew(Spelling spelling, string name, string frames)
    {
        var members = string.Concat(Enumerable.Range(1, 8).Select(i => Member(spelling, name, i, frames)));
        return spelling switch
        {
            Spelling.Jdk25File or Spelling.Jdk21File => $"4711\n2026-03-01T12:00:00.123Z\n{(spelling == Spelling.Jdk25File ? "25.0.3+9" : "21.0.4+7")}\n\n{members}",
            _ => $"Full thread dump OpenJDK 64-Bit Server VM ({spelling} mixed mode):\n\n{members}JNI global refs: 1, weak refs: 0\n",
        };
    }

    private static string Member(Spelling spelling, string name, int number, string frames)
    {
        var names = frames.Split(' ');
        var state = names[0] switch
        {
            _ when frames.StartsWith("java.lang.Thread.sleep", StringComparison.Ordinal) || frames.StartsWith(ParkNanos, StringComparison.Ordinal) => "TIMED_WAITING",
            _ when frames.StartsWith(Park, StringComparison.Ordinal) || frames.StartsWith(Wait, StringComparison.Ordinal) => "WAITING",
            _ => "RUNNABLE",
        };
        var text = new StringBuilder(spelling switch
        {
            Spelling.Jdk25File => $"#{number + 20} \"{name}-{number}\" {state} 2026-03-01T12:00:00.123Z\n",
            Spelling.Jdk21File => $"#{number + 20} \"{name}-{number}\"\n",
            _ => $"\"{name}-{number}\" #{number + 20} daemon prio=5 os_prio=0 tid=0x00007f00000000{number:x2} nid=0x{number:x} waiting on condition\n   java.lang.Thread.State: {state} (parking)\n",
        });
        foreach (var frame in names.Where(frame => spelling is not (Spelling.Jdk8 or Spelling.Jdk17) || frame is not ("java.lang.Object.wait0" or "java.lang.Thread.sleep0" or "java.lang.Thread.runWith")))
        {
            var isOfJdk = frame.StartsWith("java.", StringComparison.Ordinal) || frame.StartsWith("jdk.", StringComparison.Ordinal) || frame.StartsWith("sun.", StringComparison.Ordinal);
            var (module, line) = (isOfJdk ? "java.base" : "", frame.Contains("$$Lambda", StringComparison.Ordinal) ? "Unknown Source" : "File.java:17");
            text.Append(spelling switch
            {
                Spelling.Jdk8 => $"\tat {frame.Replace("jdk.internal.misc", "sun.misc", StringComparison.Ordinal).Replace("$$Lambda/0x00007fed00003000", "$$Lambda$1/12345", StringComparison.Ordinal)}({line})\n",
                Spelling.Jdk17 => $"\tat {frame}({(isOfJdk ? module + "@17.0.9/" : "")}{line})\n",
                Spelling.Jdk21 => $"\tat {frame}({(isOfJdk ? module + "@21.0.4/" : "")}{line})\n",
                Spelling.Jdk21File => $"      {(isOfJdk ? module + "/" : "")}{frame}({line})\n",
                _ => $"    at {(isOfJdk ? module + "/" : "")}{frame}({line})\n",
            });
        }

        return text.Append('\n').ToString();
    }
}

namespace JvmDebug.Jfr.Tests.Synthetic;

/// <summary>A chunk with stack traces, threads and the rest of what a small recording has.</summary>
internal static class Samples
{
    public const long Sample = 101;

    public static TestChunk Types(TestChunk chunk) => chunk.Type(
        new TestType(20, "java.lang.Thread", [new("osName", TestChunk.TextType), new("osThreadId", TestChunk.LongType), new("javaName", TestChunk.TextType), new("javaThreadId", TestChunk.LongType), TestField.Pooled("group", 21)]),
        new TestType(21, "jdk.types.ThreadGroup", [TestField.Pooled("parent", 21), new("name", TestChunk.TextType)]),
        new TestType(22, "java.lang.Class", [TestField.Pooled("classLoader", 23), TestField.Pooled("name", 24), new("modifiers", TestChunk.IntType)]),
        new TestType(23, "jdk.types.ClassLoader", [TestField.Pooled("type", 22), TestField.Pooled("name", 24)]),
        new TestType(24, "jdk.types.Symbol", [new("string", TestChunk.TextType)], IsSimple: true),
        new TestType(25, "jdk.types.Method", [TestField.Pooled("type", 22), TestField.Pooled("name", 24), TestField.Pooled("descriptor", 24), new("modifiers", TestChunk.IntType), new("hidden", TestChunk.BooleanType)]),
        new TestType(26, "jdk.types.StackTrace", [new("truncated", TestChunk.BooleanType), new("frames", 27, IsArray: true)]),
        new TestType(27, "jdk.types.StackFrame", [TestField.Pooled("method", 25), new("lineNumber", TestChunk.IntType), new("bytecodeIndex", TestChunk.IntType), TestField.Pooled("type", 28)]),
        new TestType(28, "jdk.types.FrameType", [new("description", TestChunk.TextType)], IsSimple: true),
        new TestType(29, "jdk.types.ThreadState", [new("name", TestChunk.TextType)], IsSimple: true),
        TestType.Event(Sample, "jdk.ExecutionSample", TestField.StartTime, TestField.Pooled("sampledThread", 20), TestField.Pooled("stackTrace", 26), TestField.Pooled("state", 29)));

    public static TestChunk Pools(TestChunk chunk, string method = "run") => chunk
        .Pool(20, (1, v => v.Text("os").Long(7).Text("worker").Long(3).Varint(1)))
        .Pool(21, (1, v => v.Varint(1).Text("main")))
        .Pool(22, (1, v => v.Varint(1).Varint(1).Int(1)))
        .Pool(23, (1, v => v.Varint(1).Varint(3)))
        .Pool(24, (1, v => v.Text("demo/Shop")), (2, v => v.Text(method)), (3, v => v.Text("app")), (4, v => v.Text("()V")))
        .Pool(25, (1, v => v.Varint(1).Varint(2).Varint(4).Int(9).Raw(0)))
        .Pool(26, (1, v => v.Raw(1).Varint(2).Varint(1).Int(12).Int(3).Varint(0).Varint(1).Int(-1).Int(0).Varint(1)))
        .Pool(28, (0, v => v.Text("Interpreted")), (1, v => v.Text("JIT compiled")))
        .Pool(29, (5, v => v.Text("STATE_RUNNABLE")));

    public static TestChunk Add(TestChunk chunk, long ticks, ulong stack = 1) =>
        chunk.Event(Sample, e => e.Long(ticks).Varint(1).Varint(stack).Varint(5));

    /// <summary>Twenty samples of one method, one tick apart.</summary>
    public static byte[] Chunk(TestChunk? shape = null, string method = "run")
    {
        var chunk = Types(shape ?? new TestChunk());
        for (var i = 0; i < 20; i++)
        {
            Add(chunk, chunk.StartTicks + i);
        }

        return Pools(chunk, method).Build();
    }
}

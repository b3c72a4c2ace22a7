namespace JvmDebug.Jfr.Tests.Synthetic;

/// <summary>A chunk with one event type that has a field of every kind.</summary>
internal static class AllKinds
{
    public const long Event = 200;

    public static TestChunk Types(TestChunk chunk) => chunk.Type(
        new TestType(30, "demo.Inner", [new("number", TestChunk.IntType), new("deeper", 31)]),
        new TestType(31, "demo.Deeper", [new("text", TestChunk.TextType)]),
        new TestType(32, "demo.Colour", [new("name", TestChunk.TextType)], IsSimple: true),
        TestType.Event(
            Event,
            "demo.AllKinds",
            TestField.StartTime,
            TestField.Duration,
            new("flag", TestChunk.BooleanType),
            new("tiny", TestChunk.ByteType),
            new("letter", TestChunk.CharType),
            new("small", TestChunk.ShortType),
            new("number", TestChunk.IntType),
            new("unsigned", TestChunk.IntType, false, false, ("jdk.jfr.Unsigned", "")),
            new("large", TestChunk.LongType),
            new("single", TestChunk.FloatType),
            new("real", TestChunk.DoubleType),
            new("text", TestChunk.TextType),
            new("inner", 30),
            TestField.Pooled("colour", 32),
            new("bare", 32),
            new("array", TestChunk.IntType, IsArray: true),
            new("inners", 31, IsArray: true),
            new("colours", 32, IsPooled: true, IsArray: true),
            new("millis", TestChunk.LongType, false, false, ("jdk.jfr.Timespan", "MILLISECONDS")),
            new("micros", TestChunk.LongType, false, false, ("jdk.jfr.Timespan", "MICROSECONDS")),
            new("since", TestChunk.LongType, false, false, ("jdk.jfr.Timestamp", "MILLISECONDS_SINCE_EPOCH"))));

    public static TestChunk Add(TestChunk chunk) => chunk.Event(Event, e => e
        .Long(chunk.StartTicks + 5).Long(2_000)
        .Raw(1).Raw(0xFE).Varint('\u4e2d').Varint(0xFFFE).Int(-2).Int(-2).Long(-2).Float(0.5f).Double(-0.25)
        .TextKey(9)
        .Int(-7).Text("deep", 5)
        .Varint(0xFFFF_FFFF_FFFF)
        .Text("bare")
        .Varint(3).Int(1).Int(-1).Int(3)
        .Varint(2).Text("a", 4).Raw(1)
        .Varint(2).Varint(0xFFFF_FFFF_FFFF).Varint(0)
        .Long(3).Long(4).Long(1_700_000_000_123));

    public static byte[] Chunk(TestChunk? shape = null)
    {
        var chunk = Types(shape ?? new TestChunk());
        for (var i = 0; i < 5; i++)
        {
            Add(chunk);
        }

        return chunk
            .Pool(32, (0xFFFF_FFFF_FFFF, v => v.Text("red")))
            .Pool(TestChunk.TextType, (9, v => v.Text("pooled")))
            .Build();
    }
}

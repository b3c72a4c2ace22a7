using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace JvmDebug.Jfr.Tests.Agreement;

/// <summary>
/// What the typed members of events, threads, classes and methods say, against what the JDK prints of the same. They are an
/// application's way to a recording; the reports of the product go by keys and rows, and so do not exercise them.
/// </summary>
public partial class AccessorTests
{
    [Theory(Timeout = 300_000)]
    [MemberData(nameof(AgreementTests.Recordings), MemberType = typeof(AgreementTests))]
    public async Task Each_member_of_an_event_and_of_what_is_in_it_says_what_the_JDK_prints(string name)
    {
        using var recording = TestRecording.Of(name);
        using var printed = await NewestTool().PrintAsync(recording.Path, TestContext.Current.CancellationToken);
        using var file = RecordingFile.Open(recording.Path);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);

        var (read, expected) = (AgreementTests.InOrder(file).ToList(), JdkTool.Events(printed).ToList());
        Assert.Equal(expected.Count, read.Count);
        foreach (var (ours, theirs) in read.Zip(expected))
        {
            var values = theirs.GetProperty("values");
            var start = Instant(values.GetProperty("startTime"));
            var duration = values.TryGetProperty("duration", out var lasted) ? Ticks(lasted) : 0;
            Assert.Equal((theirs.GetProperty("type").GetString(), start), (ours.EventType.Name, ours.StartTime));
            // The end is rounded by itself and not the sum of two that are.
            Assert.InRange((ours.EndTime - start).Ticks - duration, 0, 1);
            Compare(ours, values, seen);
        }

        string[] kinds = ["timestamp", "timespan", nameof(RecordedThread), nameof(RecordedThreadGroup), nameof(RecordedClass), nameof(RecordedClassLoader), nameof(RecordedMethod), nameof(RecordedFrame), nameof(RecordedObject)];
        Assert.Equal(kinds.Order(StringComparer.Ordinal), seen.Keys.Order(StringComparer.Ordinal));
    }

    [Theory(Timeout = 300_000)]
    [MemberData(nameof(AgreementTests.Recordings), MemberType = typeof(AgreementTests))]
    public async Task Types_are_experimental_that_the_JDK_calls_so(string name)
    {
        using var recording = TestRecording.Of(name);
        var metadata = await NewestTool().RunAsync(["metadata", recording.Path], TestContext.Current.CancellationToken);
        using var file = RecordingFile.Open(recording.Path);
        // An annotation stands before the class, at the start of a line; the name is the class's unless @Name says another.
        var theirs = metadata.Split("\n}").Where(type => type.Contains("\n@Experimental\n", StringComparison.Ordinal)).Select(type => ShortName().Match(type).Groups[1].Value).ToList();

        var ours = file.EventTypes.Where(type => type.IsExperimental).Select(type => type.Name[(type.Name.LastIndexOf('.') + 1)..]);

        Assert.NotEmpty(theirs);
        Assert.Equal(theirs.Order(StringComparer.Ordinal), ours.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stack_trace_got_by_its_key_is_the_one_of_the_event()
    {
        using var recording = TestRecording.Of("jdk25-g1");
        using var file = RecordingFile.Open(recording.Path);
        var expected = file.ReadEvents().Where(e => e.EventType.Name == "jdk.ExecutionSample").Select(e => Lines(e.StackTrace)).ToList();
        var consumer = new StackTraces();

        EventReader.Read(recording.Path, [consumer], new RecordingOptions { Parallelism = 1 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(StringComparer.Ordinal), consumer.Found.Order(StringComparer.Ordinal));
        Assert.True(consumer.DanglesNull);
    }

    private static JdkTool NewestTool()
    {
        var tool = JdkTool.Installed.LastOrDefault(tool => tool.Version >= 25);
        Assert.SkipWhen(tool is null, "A JDK before 25 does not know the newer content types, and prints their numbers bare.");
        return tool!;
    }

    private static void Compare(RecordedObject ours, JsonElement theirs, Dictionary<string, int> seen)
    {
        Assert.False(ours.HasField("noSuchField"));
        foreach (var property in theirs.EnumerateObject())
        {
            Assert.True(ours.HasField(property.Name), $"{ours.TypeName}.{property.Name}");
            var field = ours.FindField(property.Name)!;
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.String when field.Unit == ValueUnit.Timestamp:
                    Count(seen, "timestamp");
                    Assert.Equal(Instant(property.Value), ours.GetInstant(property.Name));
                    break;
                case JsonValueKind.String when field.Unit == ValueUnit.Timespan:
                    Count(seen, "timespan");
                    Assert.Equal(Ticks(property.Value), ours.GetDuration(property.Name).Ticks);
                    break;
                case JsonValueKind.Object:
                    var inner = ours.GetObject(property.Name);
                    Assert.NotNull(inner);
                    Members(inner, property.Value, seen);
                    Assert.All(inner.Fields, innerField => Assert.True(ours.HasField($"{property.Name}.{innerField.Name}")));
                    break;
                case JsonValueKind.Array when ours is RecordedStackTrace stack:
                    foreach (var (frame, printed) in stack.Frames.Zip(property.Value.EnumerateArray()))
                    {
                        Members(frame, printed, seen);
                    }

                    break;
                case JsonValueKind.Null:
                    Assert.Null(ours.GetObject(property.Name));
                    break;
                default:
                    break;
            }
        }
    }

    private static void Members(RecordedObject ours, JsonElement theirs, Dictionary<string, int> seen)
    {
        switch (ours)
        {
            case RecordedThread thread:
                Assert.Equal(
                    (Text(theirs, "osName"), Long(theirs, "osThreadId"), Text(theirs, "javaName"), Long(theirs, "javaThreadId"), theirs.TryGetProperty("virtual", out var isVirtual) && isVirtual.GetBoolean(), IsNull(theirs, "group")),
                    (AsPrinted(thread.OSName), thread.OSThreadId, AsPrinted(thread.JavaName), thread.JavaThreadId, thread.IsVirtual, thread.ThreadGroup is null));
                Assert.True(!thread.IsVirtual || (thread.OSName, thread.OSThreadId) == (null, 0), "Of a virtual thread the operating system knows nothing.");
                break;
            case RecordedThreadGroup group:
                Assert.Equal((Text(theirs, "name"), IsNull(theirs, "parent")), (AsPrinted(group.Name), group.Parent is null));
                break;
            case RecordedClass type:
                var package = Inner(theirs, "package");
                Assert.Equal(
                    (Text(theirs, "name")?.Replace('/', '.'), Text(package, "name")?.Replace('/', '.'), Text(Inner(package, "module"), "name"), Long(theirs, "modifiers"), IsNull(theirs, "classLoader")),
                    (type.Name, type.PackageName, type.ModuleName, type.Modifiers, type.ClassLoader is null));
                Assert.Equal(theirs.TryGetProperty("hidden", out var isHidden) && isHidden.GetBoolean(), type.IsHidden);
                break;
            case RecordedClassLoader loader:
                Assert.Equal((Text(theirs, "name"), IsNull(theirs, "type")), (loader.Name, loader.Type is null));
                break;
            case RecordedMethod method:
                Assert.Equal(
                    (Text(theirs, "name"), Text(theirs, "descriptor"), Long(theirs, "modifiers"), theirs.GetProperty("hidden").GetBoolean(), Text(Inner(theirs, "type"), "name")?.Replace('/', '.')),
                    (method.Name, method.Descriptor, method.Modifiers, method.IsHidden, method.Type?.Name));
                break;
            case RecordedFrame frame:
                Assert.Equal(
                    (Long(theirs, "lineNumber"), Long(theirs, "bytecodeIndex"), Text(theirs, "type"), IsNull(theirs, "method")),
                    (frame.LineNumber, frame.BytecodeIndex, frame.Type, frame.Method is null));
                break;
            case RecordedStackTrace stack:
                Assert.Equal(theirs.GetProperty("truncated").GetBoolean(), stack.IsTruncated);
                Compare(ours, theirs, seen);
                return;
            default:
                break;
        }

        Count(seen, ours.GetType().Name);
        Compare(ours, theirs, seen);
    }

    private static void Count(Dictionary<string, int> seen, string kind) => seen[kind] = seen.GetValueOrDefault(kind) + 1;

    private static JsonElement Inner(JsonElement value, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var inner) ? inner : default;

    private static bool IsNull(JsonElement value, string name) => Inner(value, name).ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    private static string? Text(JsonElement value, string name) => IsNull(value, name) ? null : Inner(value, name).GetString();

    private static string? AsPrinted(string? text) => text is null ? null : Canonical.AsDecodedByTheJdk(text);

    private static long Long(JsonElement value, string name) => Inner(value, name).GetInt64();

    // A TimeSpan and a DateTimeOffset end at 100 ns; the JDK prints nanoseconds.
    private static DateTimeOffset Instant(JsonElement value) => value.GetString() is { } text && !text.StartsWith('-')
        ? DateTimeOffset.Parse(Fraction().Replace(text, "$1"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : DateTimeOffset.MinValue;

    private static long Ticks(JsonElement value)
    {
        // "For ever", in milliseconds before JDK 25, and "not available".
        var text = value.GetString()!;
        if (text.Contains("2562047788015", StringComparison.Ordinal))
        {
            return (text.Contains('-', StringComparison.Ordinal) ? long.MinValue : long.MaxValue) / 100;
        }

        var parts = Span().Match(text);
        Assert.True(parts.Success, text);
        return (long)(Number(parts.Groups[1], 3600) + Number(parts.Groups[2], 60) + Number(parts.Groups[3], 1));
    }

    private static decimal Number(Group digits, int seconds) => digits.Success ? decimal.Parse(digits.Value, CultureInfo.InvariantCulture) * seconds * TimeSpan.TicksPerSecond : 0;

    private static string Lines(RecordedStackTrace? stack) => stack is null ? "" : string.Join(' ', stack.Frames.Select(frame => $"{frame.Method?.FullName}:{frame.LineNumber}:{frame.BytecodeIndex}:{frame.Type}")) + stack.IsTruncated;

    [GeneratedRegex(@"(\.\d{7})\d*")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^PT(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?$")]
    private static partial Regex Span();

    [GeneratedRegex(@"\nclass (\w+) extends")]
    private static partial Regex ShortName();

    private sealed class StackTraces : IEventConsumer
    {
        public List<string> Found { get; } = [];

        public bool DanglesNull { get; private set; }

        public IReadOnlyList<EventSelection> Selections { get; } = [new("jdk.ExecutionSample", "stackTrace")];

        public IEventPart Begin(RecordingChunk chunk) => new Part(this, chunk);

        public void Merge(IEventPart part)
        {
        }

        private sealed class Part(StackTraces owner, RecordingChunk chunk) : IEventPart
        {
            public void Accept(in EventRow row)
            {
                owner.Found.Add(Lines(chunk.GetStackTrace(row.GetKey(0))));
                owner.DanglesNull = chunk.GetStackTrace(ulong.MaxValue) is null;
            }

            public void Finish()
            {
            }
        }
    }
}

using JvmDebug.Cli.Output;
using JvmDebug.Jfr.Findings;
using Xunit;

namespace JvmDebug.Cli.Tests.Output;

public class RuntimeWordsTests
{
    [Theory]
    [InlineData(1.0, "1 CPU")]
    [InlineData(2.0, "2 CPUs")]
    public void One_processor_is_no_plural(double processors, string phrase) => Assert.Equal(
        [("JVM", "OpenJDK 21", "OpenJDK 21"), ("Processors", phrase.Split(' ')[0], phrase), ("Heap", "up to 64 MiB", "heap up to 64 MiB")],
        RuntimeWords.Of(new RuntimeDescription("OpenJDK 21", null, null, null, null, processors, null, null, null, 1 << 26, null)));
}

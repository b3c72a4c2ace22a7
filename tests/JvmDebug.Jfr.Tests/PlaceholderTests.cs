using Xunit;

namespace JvmDebug.Jfr.Tests;

public class PlaceholderTests
{
    [Fact]
    public void The_project_runs() => Assert.Equal(4, 2 + 2);
}

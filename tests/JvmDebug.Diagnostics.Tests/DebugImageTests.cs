using Xunit;

namespace JvmDebug.Diagnostics.Tests;

public class DebugImageTests
{
    [Theory]
    [InlineData("eclipse-temurin:25-jre")]
    [InlineData("eclipse-temurin:25-jre-alpine")]
    [InlineData("registry.example.com:5000/base/openjdk-jre:17")]
    [InlineData("busybox")]
    [InlineData("docker.io/library/alpine:3.20")]
    [InlineData("gcr.io/distroless/java21-debian12")]
    public void A_name_that_promises_no_tools_is_doubted(string image) =>
        Assert.Contains("jcmd", Assert.Single(DebugImage.Doubts(image, needsNonRoot: false)), StringComparison.Ordinal);

    [Theory]
    [InlineData("eclipse-temurin:25-jdk")]
    [InlineData("eclipse-temurin:25-jdk-alpine")]
    [InlineData("registry.example.com/jvmdebug/jdk:1")]
    [InlineData("registry.example.com/alpine-tools/jdk:1")]
    [InlineData("registry.example.com/jreed/tools:1")]
    public void Any_other_name_is_not(string image) => Assert.Empty(DebugImage.Doubts(image, needsNonRoot: false));

    [Theory]
    [InlineData("eclipse-temurin:25-jdk", true)]
    [InlineData("docker.io/library/openjdk:17", true)]
    [InlineData("registry.example.com/jvmdebug/jdk:1", false)]
    public void An_image_of_roots_is_doubted_where_root_is_refused_and_no_uid_is_known(string image, bool doubted)
    {
        var doubts = DebugImage.Doubts(image, needsNonRoot: true).ToList();

        Assert.Equal(doubted, doubts.Count == 1 && doubts[0].Contains("non-root", StringComparison.Ordinal));
    }
}

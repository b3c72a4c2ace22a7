using Xunit;

namespace JvmDebug.Diagnostics.Tests;

public class CredentialsTests
{
    [Fact]
    public void Capabilities_that_the_debugger_lacks_are_named_as_in_a_manifest()
    {
        Assert.True(Credentials.TryParse("0", "0", "00000000a80425fb", out var runtimeDefault));
        Assert.True(Credentials.TryParse("0", "0", "00000000a80435fb", out var withNetAdmin));

        Assert.Equal(["NET_ADMIN"], runtimeDefault.MissingFrom(withNetAdmin));
        Assert.Empty(withNetAdmin.MissingFrom(runtimeDefault));
    }

    [Theory]
    [InlineData("x", "0", "0")]
    [InlineData("0", "", "0")]
    [InlineData("0", "0", "zz")]
    public void What_is_not_a_number_is_not_taken_for_one(string uid, string gid, string capabilities) =>
        Assert.False(Credentials.TryParse(uid, gid, capabilities, out _));
}

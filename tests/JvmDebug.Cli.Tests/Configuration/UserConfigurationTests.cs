using JvmDebug.Cli.Configuration;
using JvmDebug.Diagnostics;
using Xunit;

namespace JvmDebug.Cli.Tests.Configuration;

public sealed class UserConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("jvmdebug-config-").FullName;

    [Fact]
    public void Without_file_and_variable_what_is_built_in_holds() =>
        Assert.Equal(new DebugDefaults(), Load());

    [Fact]
    public void The_file_may_hold_every_setting_with_comments()
    {
        Write("""
            {
              // ours, from the company's registry
              "image": "registry.example.com/jdk:25",
              "imagePullPolicy": "Always",
              "idleTimeout": "1h30m",
              "mode": "copy",
            }
            """);

        Assert.Equal(
            new DebugDefaults { Image = "registry.example.com/jdk:25", ImagePullPolicy = "Always", IdleTimeout = TimeSpan.FromMinutes(90), Mode = EntryMode.Copy },
            Load());
    }

    [Fact]
    public void The_variable_comes_before_the_file()
    {
        Write("""{ "image": "file:1", "mode": "exec" }""");

        Assert.Equal(new DebugDefaults { Image = "variable:1", Mode = EntryMode.Exec }, Load(("JVMDEBUG_IMAGE", "variable:1")));
    }

    [Fact]
    public void A_relative_XDG_CONFIG_HOME_is_ignored() =>
        Assert.Equal("/home/me/.config/jvmdebug/config.json", UserConfiguration.PathOf(name => name == "HOME" ? "/home/me" : "relative"));

    [Theory]
    [InlineData("""{ "imagee": "x" }""", "'imagee'", "is not a setting", "image, imagePullPolicy, idleTimeout and mode")]
    [InlineData("""{ "image": 25 }""", "'image'", "not a text in quotes")]
    [InlineData("""{ "image": "a b" }""", "'image'", "without blanks")]
    [InlineData("""{ "imagePullPolicy": "never" }""", "'imagePullPolicy'", "Always, IfNotPresent or Never")]
    [InlineData("""{ "idleTimeout": "soon" }""", "'idleTimeout'", "not a duration")]
    [InlineData("""{ "mode": "magic" }""", "'mode'", "auto, ephemeral, exec or copy")]
    [InlineData("""[ "image" ]""", "not a JSON object")]
    [InlineData("image: x", "is not JSON (line 1)")]
    public void What_cannot_be_is_refused_with_the_place(string text, params string[] says)
    {
        Write(text);

        var failure = Assert.Throws<ConfigurationException>(() => Load());

        Assert.All([.. says, Path.Combine(_folder, "jvmdebug", "config.json")], words => Assert.Contains(words, failure.Message, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "jvmdebug"));
        File.WriteAllText(Path.Combine(_folder, "jvmdebug", "config.json"), text);
    }

    private DebugDefaults Load(params (string Name, string Value)[] variables) =>
        UserConfiguration.Load(name => name == "XDG_CONFIG_HOME" ? _folder : variables.FirstOrDefault(variable => variable.Name == name).Value);
}

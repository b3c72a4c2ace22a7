using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using JvmDebug.Cli.Values;

namespace JvmDebug.Cli.Commands.Jfr;

/// <summary>Options of what starts a recording, or means one.</summary>
internal static class RecordingOptions
{
    private const int LongestName = 60;

    // JFR.start refuses less than a second.
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    public static Option<string> Settings()
    {
        var settings = new Option<string>("--settings")
        {
            Description = "default, profile, or a .jfc file on this machine. (default 'default')",
            HelpName = "NAME|FILE",
            DefaultValueFactory = _ => "default",
        };
        settings.Validators.Add(CheckSettings);
        return settings;
    }

    public static Option<long?> MaxSize() => new("--max-size")
    {
        Description = "What the JVM keeps at most, like 250M; older data is dropped.",
        HelpName = "SIZE",
        CustomParser = ByteSize.Parse,
    };

    public static Option<string?> Name(string used)
    {
        var name = new Option<string?>("--name")
        {
            Description = $"The recording is called jvmdebug-NAME in the JVM. (default '{used}')",
            HelpName = "NAME",
        };
        name.Validators.Add(CheckName);
        return name;
    }

    private static void CheckName(OptionResult result)
    {
        var name = result.GetValueOrDefault<string?>() ?? "";
        if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            result.AddError($"--name has 1 to {LongestName.ToString(CultureInfo.InvariantCulture)} letters, digits, '-', '_' or '.'.");
        }
    }

    private static void CheckSettings(OptionResult result)
    {
        if (result.GetValueOrDefault<string>() is { } settings && settings is not ("default" or "profile") && SettingsFile.WhyNot(settings) is { } why)
        {
            result.AddError($"--settings {settings}: {why}");
        }
    }
}

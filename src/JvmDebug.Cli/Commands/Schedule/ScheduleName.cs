using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using JvmDebug.Diagnostics.Schedules;

namespace JvmDebug.Cli.Commands.Schedule;

/// <summary>A schedule's name: part of the names of Kubernetes objects, and a folder in the sink.</summary>
internal static partial class ScheduleName
{
    public static Argument<string> Argument()
    {
        var name = new Argument<string>("NAME") { Description = "Name of the schedule." };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.Length > ScheduleObjects.LongestName || !Form().IsMatch(token.Value)))
            {
                result.AddError($"'{token.Value}' is not a name: at most {ScheduleObjects.LongestName.ToString(CultureInfo.InvariantCulture)} lower-case letters, digits or '-', beginning and ending with a letter or digit.");
            }
        });
        return name;
    }

    [GeneratedRegex("^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex Form();
}

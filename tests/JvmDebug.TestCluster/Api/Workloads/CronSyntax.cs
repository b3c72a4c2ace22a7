using System.Globalization;

namespace JvmDebug.TestCluster.Api.Workloads;

/// <summary>
/// What is wrong with a schedule, in the words of the parser that Kubernetes uses. Five fields (minute, hour, day of month,
/// month, day of week), each a comma list of <c>*</c>, <c>N</c>, <c>N-M</c>, with <c>/STEP</c>; or <c>@hourly</c> and the like.
/// </summary>
internal static class CronSyntax
{
    private static readonly string[] _months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] _days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly (int Min, int Max, string[] Names, int FirstName)[] _fields =
        [(0, 59, [], 0), (0, 23, [], 0), (1, 31, [], 0), (1, 12, _months, 1), (0, 6, _days, 0)];

    private static readonly string[] _descriptors = ["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

    public static string? ErrorIn(string schedule)
    {
        if (schedule.StartsWith('@'))
        {
            return _descriptors.Contains(schedule) || schedule.StartsWith("@every ", StringComparison.Ordinal)
                ? null
                : $"unrecognized descriptor: {schedule}";
        }

        var fields = schedule.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == _fields.Length
            ? fields.SelectMany((text, i) => text.Split(',').Select(part => ErrorIn(part, _fields[i]))).OfType<string>().FirstOrDefault()
            : $"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]";
    }

    private static string? ErrorIn(string expression, (int Min, int Max, string[] Names, int FirstName) field)
    {
        var rangeAndStep = expression.Split('/');
        var range = rangeAndStep[0].Split('-');
        if (range.Length > 2)
        {
            return $"too many hyphens: {expression}";
        }

        if (rangeAndStep.Length > 2)
        {
            return $"too many slashes: {expression}";
        }

        if (rangeAndStep.Length == 2 && Number(rangeAndStep[1], [], 0) is not > 0)
        {
            return $"step of range should be a positive number: {expression}";
        }

        if (range[0] is "*" or "?")
        {
            return null;
        }

        if (range.FirstOrDefault(text => Number(text, field.Names, field.FirstName) is null) is { } word)
        {
            return $"failed to parse int from {word}: strconv.Atoi: parsing \"{word}\": invalid syntax";
        }

        var start = Number(range[0], field.Names, field.FirstName)!.Value;
        var end = Number(range[^1], field.Names, field.FirstName)!.Value;
        return start < field.Min ? $"beginning of range ({start}) below minimum ({field.Min}): {expression}"
            : end > field.Max ? $"end of range ({end}) above maximum ({field.Max}): {expression}"
            : start > end ? $"beginning of range ({start}) beyond end of range ({end}): {expression}"
            : null;
    }

    private static int? Number(string text, string[] names, int first) =>
        Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is var index and >= 0
            ? index + first
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

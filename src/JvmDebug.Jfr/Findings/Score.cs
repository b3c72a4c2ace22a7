namespace JvmDebug.Jfr.Findings;

/// <summary>
/// Scores as JDK Mission Control gives them: below 25 nobody is bothered, from 25 on it is a warning, from 75 on an error.
/// </summary>
internal static class Score
{
    public const int Warning = 25;
    public const int Error = 75;

    /// <summary>
    /// Linear from 0 at nothing to 25 at <paramref name="warning"/>, to 75 at <paramref name="error"/>, to 100 at twice that.
    /// </summary>
    public static int Of(double value, double warning, double error) => value switch
    {
        _ when double.IsNaN(value) || value <= 0 => 0,
        _ when value < warning => (int)(Warning * value / warning),
        _ when value < error => Warning + (int)((Error - Warning) * (value - warning) / (error - warning)),
        _ => (int)Math.Min(100, Error + ((100 - Error) * (value - error) / error)),
    };
}

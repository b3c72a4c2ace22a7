namespace JvmDebug.Jfr.Findings;

/// <summary>A straight line through points by least squares.</summary>
/// <param name="Slope">Units of y a unit of x.</param>
/// <param name="Intercept">y where x is 0.</param>
/// <param name="Fit">r²: 1 if all points are on the line, 0 if it explains nothing.</param>
internal readonly record struct Trend(double Slope, double Intercept, double Fit)
{
    /// <summary>Shorter than that, a start-up looks like a leak.</summary>
    public const double LeastSeconds = 30;

    /// <summary>The points span enough time, and are not too few, for a line to mean something.</summary>
    public static bool IsEnough(IReadOnlyList<(double X, double Y)> points, int fewest) => points.Count >= fewest && points[^1].X - points[0].X >= LeastSeconds;

    /// <returns>Null for fewer than three points, or all at one x.</returns>
    public static Trend? Through(IReadOnlyList<(double X, double Y)> points)
    {
        if (points.Count < 3)
        {
            return null;
        }

        var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        double xx = 0, xy = 0, yy = 0;
        foreach (var (x, y) in points)
        {
            xx += (x - meanX) * (x - meanX);
            xy += (x - meanX) * (y - meanY);
            yy += (y - meanY) * (y - meanY);
        }

        return xx == 0 ? null : new Trend(xy / xx, meanY - (xy / xx * meanX), yy == 0 ? 1 : xy * xy / (xx * yy));
    }
}

namespace JvmDebug.Jfr.Comparison;

/// <summary>Whether two sets of values differ by more than chance.</summary>
internal static class Significance
{
    /// <summary>
    /// Welch's t-test, two-sided: it does not take the variances for equal. Null with fewer than three values on a side, or with
    /// values so large that their squares are none.
    /// </summary>
    public static double? WelchP(IReadOnlyCollection<double> left, IReadOnlyCollection<double> right)
    {
        if (left.Count < 3 || right.Count < 3)
        {
            return null;
        }

        var (a, b) = (Squared(left), Squared(right));
        var difference = left.Average() - right.Average();
        if (a + b == 0)
        {
            return difference == 0 ? 1 : 0;
        }

        var freedom = (a + b) * (a + b) / ((a * a / (left.Count - 1)) + (b * b / (right.Count - 1)));
        var t = difference / Math.Sqrt(a + b);
        return IncompleteBeta(freedom / (freedom + (t * t)), freedom / 2, 0.5) is var p && double.IsFinite(p) ? p : null;
    }

    /// <summary>Benjamini and Hochberg: of many comparisons some look significant by chance. Nulls stay.</summary>
    public static double?[] Corrected(IReadOnlyList<double?> values)
    {
        var corrected = values.ToArray();
        var order = Enumerable.Range(0, corrected.Length).Where(i => corrected[i] is not null).OrderByDescending(i => corrected[i]).ToList();
        var least = 1.0;
        for (var i = 0; i < order.Count; i++)
        {
            least = Math.Min(least, corrected[order[i]]!.Value * order.Count / (order.Count - i));
            corrected[order[i]] = least;
        }

        return corrected;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>The square of the standard error of the mean.</summary>
    private static double Squared(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count;
    }

    /// <summary>Regularized; by its continued fraction (Lentz), as in Numerical Recipes 6.4.</summary>
    private static double IncompleteBeta(double x, double a, double b)
    {
        if (x is <= 0 or >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        if (x >= (a + 1) / (a + b + 2))
        {
            return 1 - IncompleteBeta(1 - x, b, a);
        }

        const double Tiny = 1e-300;
        var (c, d, fraction) = (1.0, 0.0, 1.0);
        for (var i = 0; i <= 300; i++)
        {
            var m = i / 2;
            var numerator = i == 0 ? 1
                : i % 2 == 0 ? m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)))
                : -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 + (numerator * d);
            d = 1 / (Math.Abs(d) < Tiny ? Tiny : d);
            c = 1 + (numerator / c);
            c = Math.Abs(c) < Tiny ? Tiny : c;
            fraction *= c * d;
            if (Math.Abs(1 - (c * d)) < 1e-12)
            {
                break;
            }
        }

        return Math.Exp((a * Math.Log(x)) + (b * Math.Log(1 - x)) - LogBeta(a, b)) * (fraction - 1) / a;
    }

    private static double LogBeta(double a, double b) => LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    // Lanczos, g = 5, six terms: good to 2e-10.
    private static double LogGamma(double x)
    {
        ReadOnlySpan<double> terms = [76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.001208650973866179, -0.000005395239384953];
        var sum = 1.000000000190015;
        for (var i = 0; i < terms.Length; i++)
        {
            sum += terms[i] / (x + 1 + i);
        }

        var shifted = x + 5.5;
        return ((x + 0.5) * Math.Log(shifted)) - shifted + Math.Log(2.5066282746310005 * sum / x);
    }
}

namespace JvmDebug.EndToEnd.Support;

/// <summary>Image names; on a cluster that is not ours each can be replaced by JVMDEBUG_E2E_IMAGE_NAME.</summary>
internal static class Images
{
    public static string Distroless => Named("DISTROLESS", "jvmdebug-test/distroless:17");

    public static string Jetty => Named("JETTY", "jvmdebug-test/jetty9:latest");

    public static string Java => Named("JAVA", "jvmdebug-test/java:17");

    public static string Java25 => Named("JAVA25", "jvmdebug-test/java:25");

    public static string NoJvm => Named("NOJVM", "jvmdebug-test/nojvm:latest");

    public static string NoJfr => Named("NOJFR", "jvmdebug-test/nojfr:17");

    public static string StockJdk17 => Named("JDK17", "eclipse-temurin:17-jdk");

    public static string StockJdk21 => Named("JDK21", "eclipse-temurin:21-jdk");

    public static string StockJdk25 => Named("JDK25", "eclipse-temurin:25-jdk");

    public static string Own => Named("OWN", "jvmdebug/jdk:dev");

    /// <summary>jvmdebug itself, for Jobs.</summary>
    public static string Cli => Named("CLI", "jvmdebug/cli:dev");

    /// <summary>The application on a distroless image of a JDK; there is none of those that only Debian's unstable suite has.</summary>
    public static string DistrolessOf(int jdk) => jdk == 17 ? Distroless : Named($"DISTROLESS{jdk}", $"jvmdebug-test/distroless:{jdk}");

    /// <summary>Whether there is one: those of Debian's unstable suite are built only when they are asked for.</summary>
    public static bool HasJava(int jdk) =>
        jdk is 17 or 21 or 25 || Other($"JAVA{jdk}") is not null || File.Exists(Repository.Artifact("images", FormattableString.Invariant($"java-{jdk}.tar")));

    public static bool HasDistroless(int jdk) => jdk is 17 or 21 or 25;

    /// <summary>The application on Debian with a JRE of that JDK.</summary>
    public static string JavaOf(int jdk) => jdk == 17 ? Java : Named($"JAVA{jdk}", $"jvmdebug-test/java:{jdk}");

    /// <summary>A debug image by the name the matrix gives it.</summary>
    public static string Debug(string name) => name switch
    {
        "jdk17" => StockJdk17,
        "jdk21" => StockJdk21,
        "jdk25" => StockJdk25,
        _ => Own,
    };

    private static string Named(string variable, string image) => Other(variable) ?? image;

    private static string? Other(string variable) => Environment.GetEnvironmentVariable("JVMDEBUG_E2E_IMAGE_" + variable) is { Length: > 0 } other ? other : null;
}

namespace JvmDebug.EndToEnd.Support;

/// <summary>Image names; on a cluster that is not ours each can be replaced by JVMDEBUG_E2E_IMAGE_NAME.</summary>
internal static class Images
{
    public static string Distroless => Named("DISTROLESS", "jvmdebug-test/distroless:17");

    public static string Jetty => Named("JETTY", "jvmdebug-test/jetty9:latest");

    public static string Java => Named("JAVA", "jvmdebug-test/java:17");

    public static string NoJvm => Named("NOJVM", "jvmdebug-test/nojvm:latest");

    public static string StockJdk17 => Named("JDK17", "eclipse-temurin:17-jdk");

    public static string StockJdk21 => Named("JDK21", "eclipse-temurin:21-jdk");

    public static string Own => Named("OWN", "jvmdebug/jdk:dev");

    private static string Named(string variable, string image) =>
        Environment.GetEnvironmentVariable("JVMDEBUG_E2E_IMAGE_" + variable) is { Length: > 0 } other ? other : image;
}

using Xunit;

namespace JvmDebug.Diagnostics.Tests;

public class JavaCommandLineTests
{
    [Theory]
    [InlineData("java -cp /app demo.Busy arg", "demo.Busy")]
    [InlineData("/opt/java/bin/java -Xmx1g --add-opens java.base/java.lang=ALL-UNNAMED -jar /srv/shop.jar --port 1", "shop.jar")]
    [InlineData("java -p /mods -m shop/com.example.Main", "com.example.Main")]
    [InlineData("/media/rosetta/rosetta /usr/bin/java java -cp /app demo.Busy", "demo.Busy")]
    [InlineData("/usr/bin/qemu-x86_64 /usr/bin/java -cp /app demo.Busy", "demo.Busy")]
    [InlineData("java @/etc/jvm.args demo.Busy", "demo.Busy")]
    [InlineData("java -version", null)]
    [InlineData("launcher", null)]
    public void The_main_class_is_what_the_launcher_would_run(string commandLine, string? expected) =>
        Assert.Equal(expected, JavaCommandLine.MainClass(commandLine.Split(' ')));
}

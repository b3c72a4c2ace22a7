using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Tests.Stacks;

/// <summary>
/// Two threads over two seconds:
/// <code>
/// http-1   java.lang.Thread.run:10 > demo.Shop.serve:20 > demo.Shop.pay:30      3 at 0 s, 2 at 1 s, 100 each
/// http-1   java.lang.Thread.run:10 > demo.Shop.serve:20                         1 at 0 s, 50
/// main     [truncated] > demo.Deep.er:5                                         4 at 1 s, 10 each
/// </code>
/// </summary>
internal static class SampleProfile
{
    public static readonly TimeAxis Axis = new(1_700_000_000_000_000_000, 1_000_000_000, 2);

    public static StackProfile Of(string name, StackUnit unit)
    {
        var builder = new StackProfileBuilder();
        var run = builder.Frame(new StackFrame("java.lang.Thread", "run", FrameKind.Java, 10));
        var serve = builder.Frame(new StackFrame("demo.Shop", "serve", FrameKind.Java, 20));
        var pay = builder.Frame(new StackFrame("demo.Shop", "pay", FrameKind.Java, 30));
        var deeper = builder.Frame(new StackFrame("demo.Deep", "er", FrameKind.Java, 5));
        var http = builder.Thread(ProfiledThread.Of("http-1", 21, isVirtual: false));
        var main = builder.Thread(ProfiledThread.Of("main", 1, isVirtual: false));
        var paying = builder.Node([pay, serve, run], truncated: false);
        builder.Add(new StackSample(paying, http, 0, 3, 300));
        builder.Add(new StackSample(paying, http, 1, 2, 200));
        builder.Add(new StackSample(builder.Node([serve, run], truncated: false), http, 0, 1, 50));
        builder.Add(new StackSample(builder.Node([deeper], truncated: true), main, 1, 4, 40));
        return builder.Build(StackEvent.Find(name)!, new StackFamily(unit), Axis);
    }
}

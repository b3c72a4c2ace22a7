using System.Text;

namespace JvmDebug.Jfr;

/// <summary>Names of classes and methods as Java's source has them.</summary>
internal static class JavaNames
{
    /// <summary><c>[[B</c> is <c>byte[][]</c>, <c>[Ljava.lang.String;</c> is <c>java.lang.String[]</c>.</summary>
    public static string Class(string name)
    {
        var dimensions = name.Length - name.AsSpan().TrimStart('[').Length;
        if (dimensions == 0)
        {
            return name;
        }

        var at = dimensions;
        return string.Concat(Type(name, ref at), string.Concat(Enumerable.Repeat("[]", dimensions)));
    }

    /// <summary><c>demo.Shop.buy(int, Map$Entry)</c>: parameters without their packages.</summary>
    public static string Method(RecordedMethod method)
    {
        var text = new StringBuilder(method.Type is { } type ? Class(type.Name) + "." : "").Append(method.Name).Append('(');
        var descriptor = method.Descriptor ?? "()";
        var separator = "";
        for (var at = 1; at < descriptor.Length && descriptor[at] != ')';)
        {
            var dimensions = 0;
            for (; at < descriptor.Length && descriptor[at] == '['; at++)
            {
                dimensions++;
            }

            var name = Type(descriptor, ref at);
            text.Append(separator).Append(name[(name.LastIndexOfAny('/', '.') + 1)..]).Insert(text.Length, "[]", dimensions);
            separator = ", ";
        }

        return text.Append(')').ToString();
    }

    private static ReadOnlySpan<char> Type(ReadOnlySpan<char> descriptor, ref int at)
    {
        if (at >= descriptor.Length)
        {
            return "?";
        }

        switch (descriptor[at++])
        {
            case 'B': return "byte";
            case 'C': return "char";
            case 'D': return "double";
            case 'F': return "float";
            case 'I': return "int";
            case 'J': return "long";
            case 'S': return "short";
            case 'Z': return "boolean";
            case 'L':
                var name = descriptor[at..];
                var length = name.IndexOf(';');
                at = length < 0 ? descriptor.Length : at + length + 1;
                return length < 0 ? name : name[..length];
            default:
                return "?";
        }
    }
}

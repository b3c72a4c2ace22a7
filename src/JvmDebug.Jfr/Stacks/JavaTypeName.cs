namespace JvmDebug.Jfr.Stacks;

/// <summary>Array classes as a programmer writes them: recordings have <c>[B</c> and <c>[Ljava.lang.String;</c>.</summary>
internal static class JavaTypeName
{
    public static string Of(string name)
    {
        var dimensions = name.Length - name.AsSpan().TrimStart('[').Length;
        if (dimensions == 0)
        {
            return name;
        }

        var element = name[dimensions..] switch
        {
            "B" => "byte",
            "C" => "char",
            "D" => "double",
            "F" => "float",
            "I" => "int",
            "J" => "long",
            "S" => "short",
            "Z" => "boolean",
            ['L', .. var inner, ';'] => inner,
            var other => other,
        };
        return element + string.Concat(Enumerable.Repeat("[]", dimensions));
    }
}

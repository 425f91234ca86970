using Cake.Istio.SchemaGenerator;

if (args.Length != 2)
{
    await Console.Error.WriteLineAsync("usage: SchemaGenerator OPENAPI-FOLDER OUTPUT-FILE").ConfigureAwait(false);
    return 2;
}
await File.WriteAllTextAsync(args[1], SchemaWriter.Write(OpenApiDocuments.Read(args[0]))).ConfigureAwait(false);
return 0;

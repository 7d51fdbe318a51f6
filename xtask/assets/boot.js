// Starts the page: fetches the program, checks that it is whole, runs it. Says so where that fails.
try {
  const [program, glue] = await Promise.all([
    fetch(new URL("APP_WASM", import.meta.url), { integrity: "APP_WASM_INTEGRITY" }),
    import("./APP_JS"),
  ]);
  if (!program.ok) {
    throw new Error(`${program.url}: ${program.status}`);
  }
  await glue.default({ module_or_path: program });
  await glue.run();
} catch (error) {
  console.error(error);
  document.getElementById("app").hidden = true;
  document.getElementById("boot-error").hidden = false;
}

output "trust_statements" {
  description = "Statements for the deployer's trust policy by environment, in JSON: trust_statements of the module roles."
  value       = { for name in keys(var.environments) : name => [for statement in concat(local.github[name], local.bitbucket[name]) : jsonencode(statement)] }
}

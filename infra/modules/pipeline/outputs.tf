output "pipeline" {
  description = "Name of the pipeline."
  value       = aws_codepipeline.this.name
}

output "arn" {
  description = "ARN of the pipeline."
  value       = aws_codepipeline.this.arn
}

output "connection_arn" {
  description = "ARN of the connection. A new one is PENDING until somebody completes it in the console (Developer Tools, Connections)."
  value       = local.connection_arn
}

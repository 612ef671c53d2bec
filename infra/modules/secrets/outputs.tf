output "arns" {
  description = "ARNs by name, for valueFrom in task definitions. slipway.yml has the name: secretsmanager://NAME."
  value       = { for name, secret in aws_secretsmanager_secret.this : name => secret.arn }
}

output "project" {
  description = "Name of the project."
  value       = aws_codebuild_project.this.name
}

output "role_arn" {
  description = "ARN of its role: trusted_role_arns of the module roles."
  value       = "arn:${local.partition}:iam::${local.account}:role/${var.name}-build"
}

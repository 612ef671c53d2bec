output "arns" {
  description = "ARNs by name."
  value = merge(
    { for name, repository in aws_ecr_repository.this : name => repository.arn },
    { for name, stack in aws_cloudformation_stack.this : name => stack.outputs["Arn"] },
  )
}

output "urls" {
  description = "Addresses by name, for docker push."
  value = merge(
    { for name, repository in aws_ecr_repository.this : name => repository.repository_url },
    { for name, stack in aws_cloudformation_stack.this : name => stack.outputs["Uri"] },
  )
}

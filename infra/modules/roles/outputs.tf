output "execution_role_arn" {
  description = "executionRoleArn of the task definition, once the role has its permissions."
  value       = aws_iam_role.execution.arn
  depends_on  = [aws_iam_role_policy.execution]
}

output "task_role_arn" {
  description = "taskRoleArn of the task definition."
  value       = aws_iam_role.task.arn
}

output "task_role_name" {
  description = "Name of that role, for policies of your own."
  value       = aws_iam_role.task.name
}

output "role" {
  description = "ARN of the deployer: role of slipway.yml, and AWS_ROLE_ARN of Bitbucket's or GitHub's environment."
  value       = aws_iam_role.deployer.arn
  depends_on  = [aws_iam_role_policy.deployer]
}

output "viewer_role_arn" {
  description = "ARN of the viewer: --role of Diff and Status; null where nobody may become it."
  value       = one(aws_iam_role.viewer[*].arn)
  depends_on  = [aws_iam_role_policy.viewer]
}

output "shifting_role_arn" {
  description = "ARN of the role with which CodeDeploy or ECS shifts the traffic; null for strategy rolling."
  value       = one(aws_iam_role.shifting[*].arn)
  depends_on  = [aws_iam_role_policy.shifting]
}

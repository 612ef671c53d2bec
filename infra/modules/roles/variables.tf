variable "application" {
  description = "application of slipway.yml."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9_-]*$", var.application)) && length("${var.application}-${var.environment}-load-balancer") <= 64
    error_message = "An application has lower-case letters, digits, hyphens and underscores. With the environment's name it has 49 characters at most, so that names of roles fit."
  }
}

variable "environment" {
  description = "Name of the environment in slipway.yml."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]*$", var.environment))
    error_message = "An environment has lower-case letters, digits and hyphens."
  }
}

variable "cluster" {
  description = "deploy.cluster of slipway.yml."
  type        = string
}

variable "service" {
  description = "deploy.service of slipway.yml, which is the family of its task definitions too."
  type        = string
}

variable "strategy" {
  description = "deploy.strategy of slipway.yml."
  type        = string
  default     = "rolling"

  validation {
    condition     = contains(["rolling", "blue-green", "ecs-blue-green"], var.strategy)
    error_message = "Write rolling, blue-green or ecs-blue-green."
  }
}

variable "load_balancer" {
  description = "Name of the load balancer, for strategies that shift its traffic."
  type        = string
  default     = null

  validation {
    condition     = var.strategy == "rolling" || var.load_balancer != null
    error_message = "Strategies blue-green and ecs-blue-green need the name of the load balancer."
  }
}

variable "code_deploy" {
  description = "Names of CodeDeploy's application and deployment group, for strategy blue-green; null for the service's."
  type = object({
    application      = optional(string)
    deployment_group = optional(string)
  })
  default = {}
}

variable "repository_arns" {
  description = "ARNs of the repositories of images and pull of slipway.yml."
  type        = list(string)

  validation {
    condition     = length(var.repository_arns) > 0
    error_message = "Name the repositories: a policy without resources is none."
  }
}

variable "log_group_arns" {
  description = "ARNs of the log groups that the task definition names."
  type        = list(string)

  validation {
    condition     = length(var.log_group_arns) > 0
    error_message = "Name the log groups: a policy without resources is none."
  }
}

variable "configuration_bucket_arn" {
  description = "ARN of the bucket of secrets and environment files, and of the environment's lock; null for none."
  type        = string
  default     = null
}

variable "configuration_prefix" {
  description = "Beginning of the keys that the environment may read, for example env-configurations/staging/."
  type        = string
  default     = ""

  validation {
    condition     = var.configuration_prefix == "" || endswith(var.configuration_prefix, "/")
    error_message = "A prefix ends with '/', so that staging/ is not staging-2/."
  }
}

variable "artifact_bucket_arn" {
  description = "ARN of the pipeline's bucket, from which CodeDeploy reads what CodePipeline gives it; null without a pipeline."
  type        = string
  default     = null
}

variable "secret_arns" {
  description = "ARNs of the secrets in Secrets Manager that tasks and builds may read."
  type        = list(string)
  default     = []
}

variable "parameter_arns" {
  description = "ARNs of the parameters in Parameter Store that tasks and builds may read."
  type        = list(string)
  default     = []
}

variable "kms_key_arns" {
  description = "ARNs of KMS keys of your own that encrypt any of this."
  type        = list(string)
  default     = []
}

variable "execute_command" {
  description = "Whether a shell can be opened in the containers (ECS Exec): the task role gets its permissions, and the deployer that to open one."
  type        = bool
  default     = false
}

variable "scan" {
  description = "Whether deploy.scan of slipway.yml waits for what ECR's scan of the images finds."
  type        = bool
  default     = false
}

variable "viewer_trusted_role_arns" {
  description = "ARNs of roles that may become the viewer, which sees what the service runs and changes nothing: those of builds that run before an approval. They need sts:AssumeRole too. Empty: there is no such role."
  type        = list(string)
  default     = []
}

variable "trusted_role_arns" {
  description = "ARNs of roles that may become the deployer, such as CodeBuild's. They need sts:AssumeRole too."
  type        = list(string)
  default     = []
}

variable "trust_statements" {
  description = "Statements of the deployer's trust policy, in JSON, such as those of the module oidc."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for statement in var.trust_statements : can(jsondecode(statement).Principal)])
    error_message = "A statement is a JSON object with a Principal."
  }
}

variable "assumable_role_arns" {
  description = "ARNs of roles that the deployer may become beside itself: that of the environment that Promote takes releases from."
  type        = list(string)
  default     = []
}

variable "policies" {
  description = "Policies in JSON in place of those in infra/policies, by role: execution, task, deployer, viewer, shifting."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for role, policy in var.policies : contains(["execution", "task", "deployer", "viewer", "shifting"], role) && can(jsondecode(policy).Statement)])
    error_message = "Each of execution, task, deployer, viewer and shifting is a policy document in JSON."
  }
}

variable "permissions_boundary" {
  description = "ARN of the policy that bounds all roles; null for none."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the roles."
  type        = map(string)
  default     = {}
}
